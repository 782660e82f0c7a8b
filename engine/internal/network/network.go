// Package network makes the requests of virtual users. A connection has no goroutine and no buffer of its own: both exist only
// while a request is under way, which is what lets tens of thousands of idle connections fit into a small machine
// (docs/decisions/0008-requests-of-our-own.md). The wire formats are the libraries': net/http for HTTP/1.1, x/net for HTTP/2.
package network

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/peakproof/peakproof/engine/internal/traffic"
	"go.k6.io/k6/v2/lib"
)

// Settings are the same for all requests of a process.
type Settings struct {
	Dialer lib.DialContexter
	// TLS is k6's, from the options of the script; nil for Go's own defaults.
	TLS   *tls.Config
	Meter *traffic.Meter
	// NoReuse closes every connection after its answer.
	NoReuse bool
}

// Network dials, and keeps the connections that all virtual users share.
type Network struct {
	settings Settings
	sources  *sources
	shared   *Pool
}

// New makes the network of a process.
func New(settings Settings) *Network {
	n := &Network{settings: settings, sources: newSources(settings.Dialer)}
	n.shared = newPool(n, sharedConnections)
	return n
}

// Shared are the connections that all virtual users share, as behind a content delivery network.
func (n *Network) Shared() *Pool { return n.shared }

// PerUser makes a place for the connections of one virtual user: one to each origin, as requests made side by side wait for it
// and the wait is part of their latency.
func (n *Network) PerUser() *Pool { return newPool(n, 1) }

// origin is where a connection leads.
type origin struct {
	secure  bool
	address string
}

func originOf(target *url.URL) origin {
	o := origin{secure: target.Scheme == "https", address: target.Host}
	if target.Port() != "" {
		return o
	}
	port := "80"
	if o.secure {
		port = "443"
	}
	o.address = net.JoinHostPort(target.Hostname(), port)
	return o
}

// dial makes a connection, with TLS and HTTP/2 where they belong.
func (n *Network) dial(ctx context.Context, o origin) (*conn, error) {
	plain, err := n.sources.dialerFor(o.address).DialContext(ctx, "tcp", o.address)
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: n.settings.Meter.Connection(plain), socket: socketOf(plain)}
	if !o.secure {
		return c, nil
	}
	secured := tls.Client(c.Conn, n.tlsFor(o))
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = c.Close()
		return nil, handshakeError{err}
	}
	c.Conn, c.secure = secured, true
	if secured.ConnectionState().NegotiatedProtocol == "h2" {
		if c.multiplexed, err = http2Transport.NewClientConn(secured); err != nil {
			_ = c.Close()
			return nil, err
		}
	}
	return c, nil
}

func (n *Network) tlsFor(o origin) *tls.Config {
	config := &tls.Config{}
	if n.settings.TLS != nil {
		config = n.settings.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(o.address)
	}
	config.NextProtos = []string{"h2", "http/1.1"}
	return config
}

// Do makes one request over a pool's connections, and reads its answer to the end: what it returns has its body in memory, or
// none where the text is not wanted. It follows no redirect and knows no cookies. The deadline holds for all of it, waiting for
// a connection included.
func (p *Pool) Do(ctx context.Context, req *http.Request, deadline time.Time, wantsText bool) (*http.Response, error) {
	o := originOf(req.URL)
	for {
		// What can be sent again need not be asked for: it finds out by itself, and the question is a call of the system.
		c, err := p.take(ctx, o, deadline, !isIdempotent(req))
		if err != nil {
			return nil, err
		}
		reused := c.used
		resp, err := c.exchange(ctx, req, deadline, wantsText)
		if err == nil {
			p.giveBack(o, c)
			return resp, nil
		}
		p.discard(o, c)
		if !reused || !isSafeAgain(req, err) {
			return nil, err
		}
		// The server closed an idle connection at the very moment; a browser asks again over a new one.
		if req.GetBody != nil {
			if req.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
	}
}
