package network

import (
	"net"
	"runtime"
	"sync/atomic"

	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext"
)

// loopbackSources is how many addresses connections to this very machine come from.
//
// An address has some 28,000 ports for one destination, and a closed connection holds its port for a minute. Where 15,000 visitors
// come and go, nearly all are taken, and the kernel looks for a free one for a third of a millisecond at every connect: a fifth of
// the generator's CPU. Every address of 127.0.0.0/8 is this machine's own on Linux. Elsewhere, and towards other machines, there is
// what the machine has (k6's --local-ips).
const loopbackSources = 32

// sources spread the connections to this machine over its loopback addresses.
type sources struct {
	plain    lib.DialContexter
	loopback []lib.DialContexter
	next     atomic.Uint64
}

func newSources(plain lib.DialContexter) *sources {
	s := &sources{plain: plain}
	given, isK6s := plain.(*netext.Dialer)
	if runtime.GOOS != "linux" || !isK6s || given.LocalAddr != nil {
		return s
	}
	for i := range loopbackSources {
		from := *given
		from.KeepAlive = -1 // nothing lies between that could drop the connection, and four calls of the system are saved at each
		from.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+i))}
		s.loopback = append(s.loopback, &from)
	}
	return s
}

// dialerFor gives the dialler for an address, host and port.
func (s *sources) dialerFor(address string) lib.DialContexter {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	if err != nil || len(s.loopback) == 0 || ip == nil || !ip.IsLoopback() || ip.To4() == nil {
		return s.plain
	}
	return s.loopback[s.next.Add(1)%uint64(len(s.loopback))]
}
