package shoppers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/shoppers"
)

// shop is a server that remembers over which connections its users came.
type shop struct {
	*httptest.Server
	mu          sync.Mutex
	connections map[string]map[string]int
}

func (s *shop) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user := req.URL.Query().Get("user")
	if s.connections[user] == nil {
		s.connections[user] = map[string]int{}
	}
	s.connections[user][req.RemoteAddr]++
	_, _ = fmt.Fprintf(w, "ok over HTTP/%d", req.ProtoMajor)
}

func newShop(t *testing.T) *shop {
	s := &shop{connections: map[string]map[string]int{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func newHTTP2Shop(t *testing.T) *shop {
	s := &shop{connections: map[string]map[string]int{}}
	s.Server = httptest.NewUnstartedServer(s)
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func TestEachUserHasOneConnection(t *testing.T) {
	for name, s := range map[string]*shop{"HTTP/1.1": newShop(t), "HTTP/2": newHTTP2Shop(t)} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, rigOptions{})
			var requests sync.WaitGroup
			for user := range 5 {
				r.start(user, patient)
				for range 3 {
					requests.Go(func() {
						answer := r.ask(user, fmt.Sprintf("%s/?user=%d", s.URL, user))
						if answer.Text != "ok over "+name[:6] && answer.Text != "ok over HTTP/1" {
							t.Errorf("%+v", answer)
						}
					})
				}
			}
			requests.Wait()
			seen := map[string]bool{}
			for user, connections := range s.connections {
				if len(connections) != 1 {
					t.Errorf("user %s came over %d connections", user, len(connections))
				}
				for address, count := range connections {
					if count != 3 || seen[address] {
						t.Errorf("user %s: %d requests over %s, shared: %v", user, count, address, seen[address])
					}
					seen[address] = true
				}
			}
			if len(seen) != 5 {
				t.Errorf("%d connections, want 5", len(seen))
			}
		})
	}
}

func TestHTTP2IsSpokenWhereItIsOffered(t *testing.T) {
	if answer := newRig(t, rigOptions{}).visit(1, newHTTP2Shop(t).URL); answer.Text != "ok over HTTP/2" {
		t.Errorf("%+v", answer)
	}
}

func TestASecondSessionComesOverANewConnection(t *testing.T) {
	for _, s := range []*shop{newShop(t), newHTTP2Shop(t)} {
		r := newRig(t, rigOptions{})
		for range 2 {
			r.start(1, patient)
			r.ask(1, s.URL+"/?user=1")
			r.ask(1, s.URL+"/?user=1")
			r.must(r.EndSession(1, false))
		}
		if got := len(s.connections["1"]); got != 2 {
			t.Errorf("%d connections in two sessions, want 2", got)
		}
	}
}

func TestSharedConnectionsAreFewerThanUsers(t *testing.T) {
	for _, s := range []*shop{newShop(t), newHTTP2Shop(t)} {
		r := newRig(t, rigOptions{shared: true})
		for user := range 5 {
			r.visit(user, s.URL+"/?user=all")
		}
		if got := len(s.connections["all"]); got != 1 {
			t.Errorf("%d connections, want 1", got)
		}
	}
}

func TestThousandSessionsLeaveNothingBehind(t *testing.T) {
	s, r := newShop(t), newRig(t, rigOptions{})
	before := runtime.NumGoroutine()
	for slot := range 1000 {
		r.visit(slot, s.URL)
	}
	waitUntil(t, "no connection, and no goroutine of one", func() bool {
		return r.meter.OpenConnections.Load() == 0 && runtime.NumGoroutine() < before+20
	})
}

func TestAnIdleConnectionCostsNoGoroutine(t *testing.T) {
	s, r := newShop(t), newRig(t, rigOptions{})
	const users = 200
	before := runtime.NumGoroutine()
	for slot := range users {
		r.start(slot, patient)
		r.ask(slot, s.URL)
	}
	// The server, in this process, has one for each.
	waitUntil(t, "at most the server's goroutines", func() bool { return runtime.NumGoroutine() < before+users+20 })
	if open := r.meter.OpenConnections.Load(); open != users {
		t.Errorf("%d connections, want %d", open, users)
	}
}

// A session that ends in the middle of a request gives its connection back once the answer has ended.
func TestABusyConnectionIsFreedWhenItsAnswerEnds(t *testing.T) {
	answer := make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) { <-answer })
	r := newRig(t, rigOptions{})
	r.start(1, patient)
	done := make(chan struct{})
	go func() {
		r.ask(1, server.URL)
		close(done)
	}()
	waitUntil(t, "a request under way", func() bool {
		return r.meter.InFlight.Load() == 1 && r.meter.OpenConnections.Load() == 1
	})
	r.must(r.EndSession(1, false))
	close(answer)
	<-done
	waitUntil(t, "no connection", func() bool { return r.meter.OpenConnections.Load() == 0 })
}

// closingShop closes each connection after its answer without having said so, as a server does whose keep-alive time is over.
func closingShop(t *testing.T) *shop {
	s := &shop{connections: map[string]map[string]int{}}
	server := httptest.NewUnstartedServer(s)
	server.Config.IdleTimeout = 20 * time.Millisecond
	server.Start()
	s.Server = server
	t.Cleanup(server.Close)
	return s
}

func TestAConnectionThatTheServerClosedIsReplaced(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		s, r := closingShop(t), newRig(t, rigOptions{})
		r.start(1, patient)
		for range 3 {
			answer := r.Send(shoppers.Ask{
				Slot: 1, Method: method, URL: s.URL + "/?user=1", Name: "page", Header: http.Header{}, Body: "{}", HasBody: method != http.MethodGet,
			})
			if answer.Status != http.StatusOK {
				t.Errorf("%s: %+v", method, answer)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if got := len(s.connections["1"]); got != 3 {
			t.Errorf("%s: %d connections, want 3", method, got)
		}
	}
}

func TestRequestsBeyondThePoolWaitAndTheWaitCounts(t *testing.T) {
	const slow = 300 * time.Millisecond
	server := serve(t, func(http.ResponseWriter, *http.Request) { time.Sleep(slow) })
	r := newRig(t, rigOptions{})
	r.start(1, patient)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { r.ask(1, server.URL) })
	}
	both.Wait()
	requests := r.recorded()
	longest := max(requests[0].Latency, requests[1].Latency)
	if longest < 2*slow*99/100 {
		t.Errorf("the second request took %v, and waited for the first, which took %v", longest, slow)
	}
}
