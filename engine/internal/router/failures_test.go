package router_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"go.k6.io/k6/v2/lib/netext/httpext"
)

// delay is how long each failure takes: long enough that no noise of the machine is mistaken for it.
const delay = 600 * time.Millisecond

// slowDialer tells of a refusal only after a while, as a full accept queue or a distant host does.
type slowDialer struct{ net.Dialer }

func (d *slowDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	time.Sleep(delay)
	return d.Dialer.DialContext(ctx, network, address)
}

// listen accepts connections and hands each to serve.
func listen(t *testing.T, serve func(conn *net.TCPConn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn.(*net.TCPConn))
		}
	}()
	return listener.Addr().String()
}

func hang(conn *net.TCPConn) {
	buffer := make([]byte, 4096)
	for {
		if _, err := conn.Read(buffer); err != nil {
			return
		}
	}
}

func resetAfterDelay(conn *net.TCPConn) {
	_, _ = conn.Read(make([]byte, 4096))
	time.Sleep(delay)
	_ = conn.SetLinger(0)
	_ = conn.Close()
}

func halfABody(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write(make([]byte, 10))
	w.(http.Flusher).Flush()
	<-req.Context().Done()
}

func refusingAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// Every failure appears once as a request and once as a step, with its true latency, in the second in which it was sent
// and not in the one in which it ended.
func TestFailuresAppearWithTheirTrueLatencyAndSendSecond(t *testing.T) {
	body := httptest.NewServer(http.HandlerFunc(halfABody))
	t.Cleanup(body.CloseClientConnections)
	bodyTLS := httptest.NewTLSServer(http.HandlerFunc(halfABody))
	t.Cleanup(bodyTLS.CloseClientConnections)
	answering := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(answering.Close)

	const patient = 30 * time.Second
	cases := []struct {
		name, url, outcome string
		timeout            time.Duration
		slowDial           bool
	}{
		{"refused dial", "http://" + refusingAddress(t), "refused", patient, true},
		{"dial time-out", "http://" + refusingAddress(t), "timeout", delay / 2, true},
		{"TLS hang", "https://" + listen(t, hang), "timeout", delay, false},
		{"response time-out", "http://" + listen(t, hang), "timeout", delay, false},
		{"body time-out", body.URL, "timeout", delay, false},
		{"body time-out over TLS", bodyTLS.URL, "timeout", delay, false},
		{"reset", "http://" + listen(t, resetAfterDelay), "reset", patient, false},
		{"slow 503", answering.URL, "http5xx", patient, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// Sent 0.7 s into second 2, ended in second 3.
			r := newRig(t, time.Now().Add(-2700*time.Millisecond))
			if c.slowDial {
				r.state.Dialer = &slowDialer{}
			}
			sentAfter := r.worker.Clock.Offset(time.Now())
			r.step("checkout", "error", c.url, c.timeout)
			took := r.worker.Clock.Offset(time.Now()) - sentAfter

			entries := r.entries()
			if len(entries) != 2 {
				t.Fatalf("%d entries, want a request and a step: %+v", len(entries), entries)
			}
			want := map[string]string{"request page": c.outcome, "step checkout": "error"}
			atLeast := min(c.timeout, delay) * 99 / 100
			for _, e := range entries {
				if outcome := want[e.Kind+" "+e.Name]; outcome != e.Outcome || e.Count != 1 {
					t.Errorf("%+v: want outcome %q, count 1", e, outcome)
				}
				if e.Second != int(sentAfter.Seconds()) {
					t.Errorf("%s in second %d, sent in %v", e.Kind, e.Second, sentAfter)
				}
				if e.latencyHigh < atLeast || e.latencyLow > took*101/100 {
					t.Errorf("%s: latency %v, true between %v and %v", e.Kind, e.latencyLow, atLeast, took)
				}
			}
		})
	}
}

// Why the router closes traces. Should k6 come to score these itself, the router must leave them alone.
func TestK6AloneScoresARefusedDialAsZero(t *testing.T) {
	r := newRig(t, time.Now())
	_, _ = r.send(context.Background(), "", "http://"+refusingAddress(t), "page", time.Second)
	trail, ok := (<-r.samples).(*httpext.Trail)
	if !ok {
		t.Fatal("no trail")
	}
	if full := trail.Blocked + trail.Duration; full != 0 {
		t.Errorf("k6 scores a refused dial as %v", full)
	}
}

func TestRequestsThatK6CutsAreCounted(t *testing.T) {
	r := newRig(t, time.Now())
	r.router()
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, _ = r.send(ctx, "1", "http://"+listen(t, hang), "page", time.Minute)
	if cut, inFlight := r.worker.Traffic.Cut.Load(), r.worker.Traffic.InFlight.Load(); cut != 1 || inFlight != 0 {
		t.Errorf("cut %d, in flight %d; want 1 and 0", cut, inFlight)
	}
	if entries := r.entries(); len(entries) != 0 {
		t.Errorf("a request that was cut has an entry: %+v", entries)
	}
}

func TestRequestWithAnUnreadableSlotFails(t *testing.T) {
	r := newRig(t, time.Now())
	r.router()
	response, err := r.send(context.Background(), "seven", "http://"+refusingAddress(t), "page", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("header X-Peakproof-Slot is %q", "seven"); response.Error == "" || response.Status != 0 {
		t.Errorf("error %q, status %d; want an error that says %s", response.Error, response.Status, want)
	}
}
