// Package router sends the requests of many virtual users from one k6 VU: each over its own connections, each tied to the
// step in which it was sent, each with a trace that tells the truth about failures.
package router

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/traffic"
	"go.k6.io/k6/v2/lib"
)

// SlotHeader names the virtual user that sends a request. It never leaves the machine.
const SlotHeader = "X-Peakproof-Slot"

const (
	// One connection a virtual user; requests sent side by side wait for it, and the wait is part of their latency.
	connectionsPerUser = 1
	// net/http's default is 4 KiB each way; most pages and all requests of a shopper are read and written in a few of these.
	readBufferBytes  = 2048
	writeBufferBytes = 1024
)

// Settings are the same for every router of a process.
type Settings struct {
	Clock   clock.Clock
	Traffic *traffic.Meter
	PerUser bool
}

// Router is the transport of one host VU.
type Router struct {
	clock   clock.Clock
	traffic *traffic.Meter
	perUser bool

	shared     http.RoundTripper
	http1Only  bool
	keepAlives bool
	tls        *tls.Config
	dialer     lib.DialContexter

	mu    sync.Mutex
	slots map[int]*slot
}

// Install puts a router before a VU's transport, and returns the one that is there already: a VU's state outlives its
// iterations.
func Install(state *lib.State, settings Settings) *Router {
	if installed, ok := state.Transport.(*Router); ok {
		return installed
	}
	r := &Router{
		clock:      settings.Clock,
		traffic:    settings.Traffic,
		perUser:    settings.PerUser,
		shared:     state.Transport,
		keepAlives: !state.Options.NoConnectionReuse.Bool,
		dialer:     state.Dialer,
		slots:      map[int]*slot{},
	}
	if base, ok := state.Transport.(*http.Transport); ok {
		r.http1Only = !base.ForceAttemptHTTP2
		shared := base.Clone()
		shared.DialContext, shared.Proxy = r.dial, nil
		r.shared = shared
	}
	if state.TLSConfig != nil {
		r.tls = state.TLSConfig.Clone()
	}
	state.Transport = r
	return r
}

// RoundTrip implements http.RoundTripper.
func (r *Router) RoundTrip(req *http.Request) (*http.Response, error) {
	values, routed := req.Header[SlotHeader]
	transport := r.shared
	var s *slot
	if routed {
		number, err := strconv.Atoi(values[0])
		if err != nil {
			return nil, fmt.Errorf("header %s is %q: expected the number of a virtual user", SlotHeader, values[0])
		}
		s = r.slot(number)
		if r.perUser {
			transport = s.transport(r, req.URL.Scheme)
		}
		req = withoutSlotHeader(req)
	}

	e := r.begin(req, s)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		e.fail()
		return nil, err
	}
	if resp.Body == http.NoBody {
		e.end()
		return resp, nil
	}
	e.body = resp.Body
	resp.Body = e
	return resp, nil
}

// withoutSlotHeader copies the request: k6 still reads the one it gave.
func withoutSlotHeader(req *http.Request) *http.Request {
	clone := req.WithContext(req.Context())
	clone.Header = make(http.Header, len(req.Header))
	for name, values := range req.Header {
		if name != SlotHeader {
			clone.Header[name] = values
		}
	}
	return clone
}

// slot finds a virtual user, or makes a place for it.
func (r *Router) slot(number int) *slot {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, known := r.slots[number]
	if !known {
		s = &slot{}
		r.slots[number] = s
	}
	return s
}

// StartSession begins a visit of a virtual user.
func (r *Router) StartSession(number int) error {
	s := r.slot(number)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inSession {
		return fmt.Errorf("sessionStarted(%d): the session before has not ended", number)
	}
	s.inSession = true
	return nil
}

// EndSession ends the visit: it forgets an open step and frees the connections.
func (r *Router) EndSession(number int) error {
	r.mu.Lock()
	s, known := r.slots[number]
	delete(r.slots, number)
	r.mu.Unlock()
	if !known || !s.inSession {
		return fmt.Errorf("sessionEnded(%d): no session was started", number)
	}
	s.release()
	return nil
}

// BeginStep ties the requests of a virtual user to a step, from here on.
func (r *Router) BeginStep(number int, name string) error {
	if err := r.slot(number).beginStep(name); err != nil {
		return fmt.Errorf("slot %d: %w", number, err)
	}
	return nil
}

// EndStep ends the step of a virtual user.
func (r *Router) EndStep(number int) (Step, error) {
	ended, err := r.slot(number).endStep(r.now())
	if err != nil {
		return Step{}, fmt.Errorf("slot %d: %w", number, err)
	}
	return ended, nil
}

func (r *Router) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := r.dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return r.traffic.Connection(conn), nil
}

// newTransport makes the connections of one virtual user. A transport that may speak HTTP/2 takes 2.0 kB instead of 0.7,
// so only those for https may.
func (r *Router) newTransport(secure bool) *http.Transport {
	transport := &http.Transport{
		DialContext:         r.dial,
		DisableCompression:  true,
		DisableKeepAlives:   !r.keepAlives,
		MaxConnsPerHost:     connectionsPerUser,
		MaxIdleConnsPerHost: connectionsPerUser,
		ReadBufferSize:      readBufferBytes,
		WriteBufferSize:     writeBufferBytes,
	}
	if secure && r.tls != nil {
		transport.TLSClientConfig = r.tls.Clone()
	}
	if secure && !r.http1Only {
		transport.ForceAttemptHTTP2 = true
	} else {
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	return transport
}
