package module

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/router"
	"github.com/peakproof/peakproof/engine/internal/worker"
	"go.k6.io/k6/v2/js/modulestest"
	"go.k6.io/k6/v2/lib"
)

// host is a host VU that runs scripts against the module, as `engine`.
type host struct {
	*modulestest.Runtime
	worker *worker.Worker
	folder string
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{Runtime: modulestest.NewRuntime(t), folder: t.TempDir()}
	environment := map[string]string{
		"PEAKPROOF_LEDGER":    filepath.Join(h.folder, "ledger.ndjson"),
		"PEAKPROOF_STOP_FILE": filepath.Join(h.folder, "stop"),
		"PEAKPROOF_T0_MS":     "1700000000000",
		"PEAKPROOF_WORKER":    "w7",
		"PEAKPROOF_RUN_ID":    "run-1",
	}
	w, err := worker.FromEnvironment(func(name string) string { return environment[name] })
	if err != nil {
		t.Fatal(err)
	}
	h.worker = w
	exports := New(w).NewModuleInstance(h.VU).Exports()
	if err := h.VU.Runtime().Set("engine", exports.Default); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *host) activate() *host {
	h.MoveToVUContext(&lib.State{Transport: http.DefaultTransport, Dialer: &net.Dialer{}})
	return h
}

// run runs a script to the end of its event loop and returns what it evaluates to.
func (h *host) run(t *testing.T, script string) any {
	t.Helper()
	ended := make(chan any, 1)
	go func() {
		value, err := h.RunOnEventLoop(script)
		if err != nil {
			ended <- err
			return
		}
		ended <- value.Export()
	}()
	select {
	case value := <-ended:
		return value
	case <-time.After(20 * time.Second):
		t.Fatal("the event loop did not end")
		return nil
	}
}

func TestConstants(t *testing.T) {
	h := newHost(t)
	if got := h.run(t, `engine.contractVersion + ' ' + engine.t0Ms`); got != "1 1700000000000" {
		t.Errorf("%v", got)
	}
}

func TestMisuseSaysWhatIsAllowed(t *testing.T) {
	cases := map[string]string{
		`engine.endStep(1, 'fine')`:                                  "expected one of [ok declined soldOut failedCheck error timeout]",
		`engine.endStep(1, 'ok')`:                                    "slot 1: endStep: no step is open",
		`engine.beginStep(1, 'browse'); engine.beginStep(1, 'cart')`: `slot 1: beginStep("cart"): step "browse" is still open`,
		`engine.sessionEnded(1, 'gone')`:                             "expected finished, abandoned or crashed",
		`engine.sessionEnded(1, 'finished')`:                         "no session was started",
		`engine.onStop(1)`:                                           "expected a function",
	}
	for script, want := range cases {
		err, failed := newHost(t).activate().run(t, script).(error)
		if !failed || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", script, err, want)
		}
	}
	err, failed := newHost(t).run(t, `engine.hostStarted(0)`).(error)
	if !failed || !strings.Contains(err.Error(), "while the script is initialised") {
		t.Errorf("in the init context: %v", err)
	}
}

func TestStepReturnsItsLatency(t *testing.T) {
	h := newHost(t).activate()
	if got := h.run(t, `engine.beginStep(1, 'browse'); engine.endStep(1, 'ok')`); got != int64(-1) {
		t.Errorf("a step without request: %v", got)
	}
	const delay = 60 * time.Millisecond
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(delay) }))
	defer server.Close()
	h.run(t, `engine.sessionStarted(1); engine.beginStep(1, 'browse')`)
	req, _ := http.NewRequest(http.MethodGet, server.URL, nil)
	req.Header.Set(router.SlotHeader, "1")
	resp, err := h.VU.State().Transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	latencyMs, ok := h.run(t, `const ms = engine.endStep(1, 'ok'); engine.sessionEnded(1, 'finished'); ms`).(float64)
	if !ok || latencyMs < float64(delay.Milliseconds()) || latencyMs > 20_000 {
		t.Errorf("latency %v ms", latencyMs)
	}
}

func TestSessionsAndHostsAreCounted(t *testing.T) {
	h := newHost(t).activate()
	h.run(t, `
		engine.hostStarted(0);
		for (const [slot, how] of [[1, 'finished'], [2, 'abandoned'], [3, 'abandoned'], [4, 'crashed']]) {
			engine.sessionStarted(slot);
			engine.sessionEnded(slot, how);
		}
		engine.sessionStarted(5);
		engine.sessionLate(5);
		engine.hostFinished(0);`)
	c := h.worker.Census
	got := []int64{c.HostsStarted.Load(), c.HostsFinished.Load(), c.SessionsStarted.Load(), c.SessionsFinished.Load(),
		c.SessionsAbandoned.Load(), c.SessionsCrashed.Load(), c.SessionsLate.Load()}
	for i, want := range []int64{1, 1, 5, 1, 2, 1, 1} {
		if got[i] != want {
			t.Fatalf("%v", got)
		}
	}
}

// The line is in the file before the script goes on to send the order.
func TestLedgerLineIsOnDiskWhenTheCallReturns(t *testing.T) {
	h := newHost(t).activate()
	ledgerOnDisk := func() string {
		content, err := os.ReadFile(filepath.Join(h.folder, "ledger.ndjson"))
		if err != nil {
			return err.Error()
		}
		return string(content)
	}
	if err := h.VU.Runtime().Set("ledgerOnDisk", ledgerOnDisk); err != nil {
		t.Fatal(err)
	}
	got, ok := h.run(t, `
		engine.ledgerIntent({ intent: 'i1', key: 'k1', attempt: 1, lines: [{ sku: 'A', quantity: 2, unitPriceCents: 750 }], amountCents: 1500 });
		const first = ledgerOnDisk();
		engine.ledgerOutcome({ intent: 'i1', key: 'k1', attempt: 1, outcome: 'failed', status: 402, orderId: null, reason: 'declined' });
		const second = ledgerOnDisk();
		[first, second]`).([]any)
	if !ok {
		t.Fatal(got)
	}
	first, second := got[0].(string), got[1].(string)
	if lines := strings.Split(first, "\n"); len(lines) != 3 || lines[0] != `{"v":1,"type":"header","worker":"w7","runId":"run-1"}` ||
		!strings.HasPrefix(lines[1], `{"type":"intent","intent":"i1","key":"k1","attempt":1,"atMs":1`) ||
		!strings.HasSuffix(lines[1], `"lines":[{"sku":"A","quantity":2,"unitPriceCents":750}],"amountCents":1500}`) {
		t.Errorf("after the intent: %s", first)
	}
	if !strings.HasSuffix(second, `"outcome":"failed","status":402,"orderId":null,"reason":"declined"}`+"\n") {
		t.Errorf("after the outcome: %s", second)
	}
}

func TestStopReachesTheScript(t *testing.T) {
	h := newHost(t).activate()
	raise := func() error { return os.WriteFile(filepath.Join(h.folder, "stop"), nil, 0o600) }
	if err := h.VU.Runtime().Set("raise", raise); err != nil {
		t.Fatal(err)
	}
	h.run(t, `
		var calls = [], before = engine.stopping();
		engine.onStop(() => calls.push('a'));
		engine.onStop(() => calls.push('b'));
		raise();`)
	if got := h.run(t, `[before, calls.join(), engine.stopping()].join(' ')`); got != "false a,b true" {
		t.Errorf("%v", got)
	}
	h.run(t, `engine.onStop(() => calls.push('late'))`)
	if got := h.run(t, `calls.join()`); got != "a,b,late" {
		t.Errorf("a callback that comes after the stop: %v", got)
	}
}

// A callback that waits for a stop must not keep a host alive whose shoppers have all left; run fails if it does.
func TestWaitingForAStopDoesNotKeepTheHostAlive(t *testing.T) {
	h := newHost(t).activate()
	h.run(t, `engine.hostStarted(0); engine.onStop(() => {}); setTimeout(() => engine.hostFinished(0), 20)`)
	h.run(t, `engine.onStop(() => {}); engine.hostFinished(0); engine.onStop(() => {}); engine.hostFinished(0)`)
}

func TestAnIterationThatK6EndsIsNotKeptAlive(t *testing.T) {
	h := newHost(t).activate()
	time.AfterFunc(50*time.Millisecond, h.CancelContext)
	h.run(t, `engine.onStop(() => {})`)
}
