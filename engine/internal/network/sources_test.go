package network

import (
	"context"
	"net"
	"runtime"
	"testing"

	"go.k6.io/k6/v2/lib/netext"
)

func k6Dialer() *netext.Dialer { return netext.NewDialer(net.Dialer{}, nil) }

func TestConnectionsToThisMachineComeFromSeveralAddresses(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has all of 127.0.0.0/8 for its own")
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	from := newSources(k6Dialer())
	seen := map[string]bool{}
	for range 2 * loopbackSources {
		address := listener.Addr().String()
		conn, err := from.dialerFor(address).DialContext(context.Background(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		host, _, _ := net.SplitHostPort(conn.LocalAddr().String())
		seen[host] = true
		_ = conn.Close()
	}
	if len(seen) != loopbackSources {
		t.Errorf("%d addresses, want %d", len(seen), loopbackSources)
	}
}

func TestOtherConnectionsComeFromWhereTheyAreTold(t *testing.T) {
	plain := k6Dialer()
	given := k6Dialer()
	given.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}
	other := &net.Dialer{}
	cases := map[string]bool{
		"to another machine":   newSources(plain).dialerFor("192.0.2.7:80") == plain,
		"to a name":            newSources(plain).dialerFor("localhost:80") == plain,
		"over IPv6":            newSources(plain).dialerFor("[::1]:80") == plain,
		"from a local address": newSources(given).dialerFor("127.0.0.1:80") == given,
		"with another dialler": newSources(other).dialerFor("127.0.0.1:80") == other,
	}
	for name, isPlain := range cases {
		if !isPlain {
			t.Errorf("%s: another source was chosen", name)
		}
	}
}
