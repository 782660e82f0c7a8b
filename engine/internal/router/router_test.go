package router_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/router"
)

// shop is a server that remembers what came to it.
type shop struct {
	*httptest.Server
	mu sync.Mutex
	// connections are the remote addresses seen with the value of the header X-User.
	connections map[string]map[string]int
	slotHeaders int
}

func newShop(t *testing.T) *shop {
	s := &shop{connections: map[string]map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if req.Header.Get(router.SlotHeader) != "" {
			s.slotHeaders++
		}
		user := req.URL.Query().Get("user")
		if s.connections[user] == nil {
			s.connections[user] = map[string]int{}
		}
		s.connections[user][req.RemoteAddr]++
		_, _ = w.Write([]byte("ok"))
	}))
	t.Cleanup(s.Close)
	return s
}

func TestSecondInstallationFindsTheFirst(t *testing.T) {
	r := newRig(t, time.Now())
	first := r.router()
	if second := r.router(); second != first || r.state.Transport != http.RoundTripper(first) {
		t.Error("the second installation wrapped the first")
	}
}

func TestEachUserHasOneConnectionAndTheHeaderStaysHere(t *testing.T) {
	s, r := newShop(t), newRig(t, time.Now())
	r.router()
	var users sync.WaitGroup
	for user := range 5 {
		for range 3 {
			users.Go(func() {
				url := fmt.Sprintf("%s/?user=%d", s.URL, user)
				if _, err := r.send(context.Background(), strconv.Itoa(user), url, "page", time.Minute); err != nil {
					t.Error(err)
				}
			})
		}
	}
	users.Wait()
	seen := map[string]bool{}
	for user, connections := range s.connections {
		if len(connections) != 1 {
			t.Errorf("user %s came over %d connections", user, len(connections))
		}
		for address, requests := range connections {
			if requests != 3 || seen[address] {
				t.Errorf("user %s: %d requests over %s, shared: %v", user, requests, address, seen[address])
			}
			seen[address] = true
		}
	}
	if len(s.connections) != 5 || s.slotHeaders != 0 {
		t.Errorf("%d users, %d slot headers at the server", len(s.connections), s.slotHeaders)
	}
}

func TestTheRequestGivenIsLeftAsItWas(t *testing.T) {
	s, r := newShop(t), newRig(t, time.Now())
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set(router.SlotHeader, "3")
	resp, err := r.router().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if req.Header.Get(router.SlotHeader) != "3" {
		t.Error("the header was taken from the caller's request")
	}
}

func TestASecondSessionComesOverANewConnection(t *testing.T) {
	s, r := newShop(t), newRig(t, time.Now())
	rt := r.router()
	for range 2 {
		if err := rt.StartSession(1); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := r.send(context.Background(), "1", s.URL+"/?user=1", "page", time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		if err := rt.EndSession(1); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(s.connections["1"]); got != 2 {
		t.Errorf("%d connections in two sessions, want 2", got)
	}
}

func TestSharedConnectionsAreFewerThanUsers(t *testing.T) {
	s, r := newShop(t), newRig(t, time.Now())
	router.Install(r.state, router.Settings{Clock: r.worker.Clock, Traffic: r.worker.Traffic, PerUser: false})
	for user := range 5 {
		if _, err := r.send(context.Background(), strconv.Itoa(user), s.URL+"/?user=all", "page", time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(s.connections["all"]); got != 1 || s.slotHeaders != 0 {
		t.Errorf("%d connections, %d slot headers; want 1 and 0", got, s.slotHeaders)
	}
}

func TestThousandSessionsLeaveNothingBehind(t *testing.T) {
	s, r := newShop(t), newRig(t, time.Now())
	rt := r.router()
	before := runtime.NumGoroutine()
	for slot := range 1000 {
		if err := rt.StartSession(slot); err != nil {
			t.Fatal(err)
		}
		if _, err := r.send(context.Background(), strconv.Itoa(slot), s.URL, "page", time.Minute); err != nil {
			t.Fatal(err)
		}
		if err := rt.EndSession(slot); err != nil {
			t.Fatal(err)
		}
	}
	open, goroutines := int64(-1), 0
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if open, goroutines = r.worker.Traffic.OpenConnections.Load(), runtime.NumGoroutine(); open == 0 && goroutines < before+20 {
			return
		}
	}
	t.Errorf("%d connections open, %d goroutines (%d before)", open, goroutines, before)
}

// A session that ends in the middle of a request gives its connection back once the answer has ended.
func TestABusyConnectionIsFreedWhenItsAnswerEnds(t *testing.T) {
	r := newRig(t, time.Now())
	answer := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-answer }))
	defer server.Close()
	rt := r.router()
	if err := rt.StartSession(1); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		_, _ = r.send(context.Background(), "1", server.URL, "page", time.Minute)
		close(done)
	}()
	waitUntil(t, func() bool {
		return r.worker.Traffic.InFlight.Load() == 1 && r.worker.Traffic.OpenConnections.Load() == 1
	})
	if err := rt.EndSession(1); err != nil {
		t.Fatal(err)
	}
	close(answer)
	<-done
	waitUntil(t, func() bool { return r.worker.Traffic.OpenConnections.Load() == 0 })
}

func waitUntil(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatal("it did not come to hold")
}

func TestSessionsOutOfOrderAreRefused(t *testing.T) {
	rt := newRig(t, time.Now()).router()
	if err := rt.EndSession(1); err == nil {
		t.Error("a session that was not started was ended")
	}
	if err := rt.StartSession(1); err != nil {
		t.Fatal(err)
	}
	if err := rt.StartSession(1); err == nil {
		t.Error("a session was started twice")
	}
}
