package shoppers_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/shoppers"
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

func closeAfterDelay(conn *net.TCPConn) {
	_, _ = conn.Read(make([]byte, 4096))
	time.Sleep(delay)
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

// Every failure appears once as a request and once as a step, with its true latency, and at the offset at which it was sent, not at
// the one at which it ended.
func TestFailuresAppearWithTheirTrueLatencyAndSendTime(t *testing.T) {
	body := httptest.NewServer(http.HandlerFunc(halfABody))
	t.Cleanup(body.CloseClientConnections)
	bodyTLS := httptest.NewTLSServer(http.HandlerFunc(halfABody))
	t.Cleanup(bodyTLS.CloseClientConnections)
	bodyHTTP2 := httptest.NewUnstartedServer(http.HandlerFunc(halfABody))
	bodyHTTP2.EnableHTTP2 = true
	bodyHTTP2.StartTLS()
	t.Cleanup(bodyHTTP2.CloseClientConnections)
	answering := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(answering.Close)

	cases := []struct {
		name, url, outcome string
		patience           time.Duration
		slowDial           bool
	}{
		{"refused dial", "http://" + refusingAddress(t), "refused", patient, true},
		{"dial time-out", "http://" + refusingAddress(t), "timeout", delay / 2, true},
		{"TLS hang", "https://" + listen(t, hang), "timeout", delay, false},
		{"response time-out", "http://" + listen(t, hang), "timeout", delay, false},
		{"body time-out", body.URL, "timeout", delay, false},
		{"body time-out over TLS", bodyTLS.URL, "timeout", delay, false},
		{"body time-out over HTTP/2", bodyHTTP2.URL, "timeout", delay, false},
		{"reset", "http://" + listen(t, resetAfterDelay), "reset", patient, false},
		{"closed without an answer", "http://" + listen(t, closeAfterDelay), "reset", patient, false},
		{"no TLS at all", "https://" + listen(t, func(conn *net.TCPConn) {
			time.Sleep(delay)
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = conn.Close()
		}), "tls", patient, false},
		{"slow 503", answering.URL, "http5xx", patient, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			options := rigOptions{t0: time.Now().Add(-2700 * time.Millisecond)}
			if c.slowDial {
				options.dialer = &slowDialer{}
			}
			r := newRig(t, options)
			sentAfter := r.clock.Now()
			r.start(1, c.patience)
			answer := r.ask(1, c.url)
			step, err := r.EndStep(1)
			r.must(err)
			took := r.clock.Now() - sentAfter

			if isTimeout := c.outcome == "timeout"; answer.IsTimeout != isTimeout {
				t.Errorf("answer %+v: want isTimeout %v", answer, isTimeout)
			}
			requests := r.recorded()
			if len(requests) != 1 || requests[0].Outcome != c.outcome {
				t.Fatalf("%+v: want one request with outcome %s", requests, c.outcome)
			}
			atLeast := min(c.patience, delay) * 99 / 100
			for what, got := range map[string][2]time.Duration{
				"request": {requests[0].Sent, requests[0].Latency}, "step": {step.Sent, step.Latency},
			} {
				sent, latency := got[0], got[1]
				if sent < sentAfter || sent > sentAfter+delay/3 {
					t.Errorf("%s sent at %v, in truth after %v", what, sent, sentAfter)
				}
				if latency < atLeast || latency > took {
					t.Errorf("%s took %v, in truth between %v and %v", what, latency, atLeast, took)
				}
			}
		})
	}
}

func TestNothingIsSentWithoutPatienceOrStep(t *testing.T) {
	server := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	r := newRig(t, rigOptions{})
	r.must(r.StartSession(1, false))
	if answer := r.ask(1, server.URL); answer.Err == nil || answer.IsTimeout {
		t.Errorf("without a step: %+v", answer)
	}
	r.must(r.BeginStep(1, "browse", time.Now()))
	if answer := r.ask(1, server.URL); answer.Err == nil || !answer.IsTimeout {
		t.Errorf("without patience: %+v", answer)
	}
	if step, err := r.EndStep(1); err != nil || !step.NothingSent {
		t.Errorf("%+v, %v", step, err)
	}
}

func TestAnAddressThatIsNoneIsAnAnswerThatSaysSo(t *testing.T) {
	r := newRig(t, rigOptions{})
	for _, url := range []string{"/path", "ftp://host/x", "http://", "http://[::1"} {
		if answer := r.visit(1, url); answer.Err == nil || answer.Status != 0 {
			t.Errorf("%s: %+v", url, answer)
		}
	}
}

func TestRequestsThatK6CutsAreCountedAndNotRecorded(t *testing.T) {
	r := newRig(t, rigOptions{})
	time.AfterFunc(50*time.Millisecond, r.cancel)
	r.start(1, time.Minute)
	if answer := r.ask(1, "http://"+listen(t, hang)); !answer.IsCut {
		t.Errorf("%+v", answer)
	}
	if cut, inFlight := r.meter.Cut.Load(), r.meter.InFlight.Load(); cut != 1 || inFlight != 0 {
		t.Errorf("cut %d, in flight %d; want 1 and 0", cut, inFlight)
	}
	if requests := r.recorded(); len(requests) != 0 {
		t.Errorf("a request that was cut is recorded: %+v", requests)
	}
}

func TestAShopperMayBreakARequestOff(t *testing.T) {
	seen := make(chan struct{}, 1)
	broken := make(chan struct{}, 1)
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/quick" {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body) // only then does the server watch the connection
		seen <- struct{}{}
		<-req.Context().Done()
		broken <- struct{}{}
	})
	r := newRig(t, rigOptions{})
	r.start(1, patient)
	ask := shoppers.Ask{
		Slot: 1, Method: http.MethodPost, URL: server.URL, Name: "order", Header: http.Header{}, Body: "{}", HasBody: true,
		Patience: delay,
	}
	if answer := r.Send(ask); answer.Err == nil || !answer.IsTimeout {
		t.Errorf("%+v", answer)
	}
	<-seen
	<-broken // the shop learns of it
	ask.Patience, ask.URL = 0, server.URL+"/quick"
	if answer := r.Send(ask); answer.Status != http.StatusOK {
		t.Errorf("the step goes on: %+v", answer)
	}
	outcomes := []string{}
	for _, request := range r.recorded() {
		outcomes = append(outcomes, request.Outcome)
	}
	if len(outcomes) != 2 || outcomes[0] != "timeout" || outcomes[1] != "ok" {
		t.Errorf("%v", outcomes)
	}
}
