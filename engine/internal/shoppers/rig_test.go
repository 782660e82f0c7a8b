package shoppers_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/network"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
	"github.com/peakproof/peakproof/engine/internal/traffic"
	"go.k6.io/k6/v2/lib"
)

const patient = 30 * time.Second

// rig is a host whose requests are remembered.
type rig struct {
	*shoppers.Host
	t      *testing.T
	clock  clock.Clock
	meter  *traffic.Meter
	cancel context.CancelFunc

	mu       sync.Mutex
	requests []shoppers.Request
}

type rigOptions struct {
	t0     time.Time
	dialer lib.DialContexter
	shared bool
}

func newRig(t *testing.T, options rigOptions) *rig {
	t.Helper()
	if options.t0.IsZero() {
		options.t0 = time.Now()
	}
	if options.dialer == nil {
		options.dialer = &net.Dialer{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	now := time.Now()
	r := &rig{t: t, clock: clock.New(now, float64(options.t0.UnixMicro())/1000), meter: &traffic.Meter{}, cancel: cancel}
	r.Host = shoppers.NewHost(ctx, shoppers.Settings{
		Clock: r.clock,
		Meter: r.meter,
		Network: network.New(network.Settings{
			Dialer: options.dialer, TLS: &tls.Config{InsecureSkipVerify: true}, Meter: r.meter,
		}),
		PerUser: !options.shared,
		Record: func(request shoppers.Request) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.requests = append(r.requests, request)
		},
	})
	return r
}

func (r *rig) recorded() []shoppers.Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests
}

// start begins a session and a step of a slot.
func (r *rig) start(slot int, patience time.Duration) {
	r.t.Helper()
	r.must(r.StartSession(slot, false))
	r.must(r.BeginStep(slot, "step", time.Now().Add(patience)))
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) ask(slot int, url string) shoppers.Answer {
	return r.Send(shoppers.Ask{Slot: slot, Method: http.MethodGet, URL: url, Name: "page", Header: http.Header{}, WantsText: true})
}

// visit makes one request in a session of its own.
func (r *rig) visit(slot int, url string) shoppers.Answer {
	r.t.Helper()
	r.start(slot, patient)
	answer := r.ask(slot, url)
	_, err := r.EndStep(slot)
	r.must(err)
	r.must(r.EndSession(slot, false))
	return answer
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func waitUntil(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("it did not come to hold: %s", what)
}
