package module

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/worker"
	"go.k6.io/k6/v2/js/modulestest"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/metrics"
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
	h.MoveToVUContext(&lib.State{
		Dialer:         &net.Dialer{},
		BuiltinMetrics: h.BuiltinMetrics,
		Tags:           lib.NewVUStateTags(h.VU.InitEnvField.Registry.RootTagSet()),
		Samples:        make(chan metrics.SampleContainer, 10_000),
	})
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

// shoppersScript lets the shoppers of a host shop; `step` is what they do.
const shoppersScript = `
	var read = (method, url, status, text, error, isTimeout) => {
		if (status !== 200) throw new Error(method + ' ' + status + ' ' + error + (isTimeout ? ' time-out' : ''));
		return text;
	};
	var shop = (step, changes) => engine.run({
		seed: 1, thinkTimeMedianSeconds: 0.1, thinkTimeSigma: 0, patienceSeconds: 5,
		lives: [0, 1, 2].map((slot) => ({ slot, intervals: [{ startSeconds: 0, endSeconds: 0.35 }] })),
		nextArrival: null, endSeconds: 0.35,
		personas: [{ share: 1, keepsCookies: false, journey: [{ step: 'browse', chance: 1 }, { step: 'product', chance: 1 }] }],
		begin: (slot, number) => ({ slot, number }),
		takeStep: (visit, name, place) => { step(visit, place) },
		read, turn: (act) => act(),
		...changes,
	});
	var ask = (slot, url, method) => engine.request(slot, method || 'GET', url, null, null, null);
`

func TestConstants(t *testing.T) {
	if got := newHost(t).run(t, `engine.contractVersion`); got != int64(5) {
		t.Errorf("%v", got)
	}
}

func TestMisuseSaysWhatIsAllowed(t *testing.T) {
	cases := map[string]string{
		`engine.stepEnded(1, 'fine')`:                                                                      "none of [ok declined soldOut failedCheck error timeout]",
		`engine.request(1, 'GET', 'http://127.0.0.1/', null, null, null)`:                                  "shoppers make requests while `run` goes on",
		`engine.assets(1, 'http://127.0.0.1/')`:                                                            "shoppers make requests while `run` goes on",
		shoppersScript + `const end = (visit) => engine.stepEnded(visit.slot, 'ok'); shop(end); shop(end)`: "are here already",
	}
	for script, want := range cases {
		err, failed := newHost(t).activate().run(t, script).(error)
		if !failed || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", script, err, want)
		}
	}
	err, failed := newHost(t).run(t, shoppersScript+`shop(() => {})`).(error)
	if !failed || !strings.Contains(err.Error(), "while the script is initialised") {
		t.Errorf("in the init context: %v", err)
	}
}

func TestShoppersShopAndLeave(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		requests.Add(1)
		if req.Header.Get("User-Agent") != "peakproof" || req.Header.Get("Accept-Encoding") != "gzip, deflate, br" || req.Header.Get("X-A") != "b" {
			t.Errorf("headers %v", req.Header)
		}
		_, _ = w.Write([]byte("hello"))
	}))
	defer server.Close()
	h := newHost(t).activate()
	got := h.run(t, shoppersScript+`
		var texts = [];
		var done = false;
		const step = async ({ slot }, place) => {
			texts.push(await engine.request(slot, 'POST', '`+server.URL+`/x', 'x', '{}', { 'X-A': 'b' }));
			engine.stepEnded(slot, 'ok');
		};
		shop(step).then(() => { done = true });`)
	if err, failed := got.(error); failed {
		t.Fatal(err)
	}
	if got := h.run(t, `done + ' ' + texts.length + ' ' + [...new Set(texts)].join()`); !strings.HasSuffix(got.(string), " hello") ||
		!strings.HasPrefix(got.(string), "true ") {
		t.Errorf("%v", got)
	}
	c := h.worker.Census
	if started, finished := c.SessionsStarted.Load(), c.SessionsFinished.Load(); started < 3 || started != finished {
		t.Errorf("%d sessions started, %d finished", started, finished)
	}
	if c.HostsStarted.Load() != 1 || c.HostsFinished.Load() != 1 {
		t.Error("the host was not counted")
	}
	if open := h.worker.Traffic.OpenConnections.Load(); open != 0 || requests.Load() < 6 {
		t.Errorf("%d connections open, %d requests", open, requests.Load())
	}
}

func TestSessionsArriveOneAfterAnother(t *testing.T) {
	h := newHost(t).activate()
	got := h.run(t, shoppersScript+`
		var came = [], arrivals = [[0.05, 10], [0.25, 11], [0.45, 12]], done = false;
		shop((visit) => { came.push(visit.slot + ' ' + visit.number); engine.stepEnded(visit.slot, 'soldOut') }, {
			lives: [],
			nextArrival: () => { const next = arrivals.shift(); return next ? { atSeconds: next[0], slot: next[1] } : null },
			endSeconds: 5,
		}).then(() => { done = true });`)
	if err, failed := got.(error); failed {
		t.Fatal(err)
	}
	if got := h.run(t, `came.join() + ' ' + done`); got != "10 1,11 1,12 1 true" {
		t.Errorf("%v", got)
	}
}

func TestWhatReadThrowsRejectsTheRequest(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }))
	defer server.Close()
	h := newHost(t).activate()
	h.run(t, shoppersScript+`
		var message = '';
		shop(async (visit) => {
			try { await ask(visit.slot, '`+server.URL+`') } catch (error) { message = error.message }
			engine.stepEnded(visit.slot, 'timeout');
		});`)
	if got := h.run(t, `message`); got != "GET 404 " {
		t.Errorf("%v", got)
	}
}

// A rejection that nobody handles ends all shoppers of a host in k6; an adapter that does not wait for a request must not do that.
func TestARequestThatNobodyWaitsForHarmsNobody(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }))
	defer server.Close()
	h := newHost(t).activate()
	got := h.run(t, shoppersScript+`
		var steps = 0, done = false;
		shop((visit) => {
			ask(visit.slot, '`+server.URL+`');
			steps++;
			engine.stepEnded(visit.slot, 'ok');
		}).then(() => { done = true });`)
	if err, failed := got.(error); failed {
		t.Fatal(err)
	}
	if got := h.run(t, `done && steps > 5`); got != true {
		t.Errorf("%v", got)
	}
}

func TestAssetsAreWaitedForAndReadOnlyWhereTheyDidNotCome(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/gone.css" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	h := newHost(t).activate()
	got := h.run(t, shoppersScript+`
		var heard = new Set(), done = false;
		const step = async ({ slot }) => {
			heard.add('none: ' + await engine.assets(slot));
			heard.add('there: ' + await engine.assets(slot, '`+server.URL+`/a.css', '`+server.URL+`/b.js'));
			await engine.assets(slot, '`+server.URL+`/a.css', '`+server.URL+`/gone.css').catch((error) => heard.add('gone: ' + error.message));
			engine.stepEnded(slot, 'ok');
		};
		shop(step).then(() => { done = true });`)
	if err, failed := got.(error); failed {
		t.Fatal(err)
	}
	if got := h.run(t, `done + ' ' + [...heard].join(', ')`); got != "true none: undefined, there: undefined, gone: GET 404 " {
		t.Errorf("%v", got)
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

// Shoppers who think, and those whose time has not come, are woken; run fails if they are not.
func TestTheEndOfTheRunReachesEverybody(t *testing.T) {
	h := newHost(t).activate()
	time.AfterFunc(200*time.Millisecond, func() { _ = os.WriteFile(filepath.Join(h.folder, "stop"), nil, 0o600) })
	h.run(t, shoppersScript+`
		var done = false;
		shop((visit) => { engine.stepEnded(visit.slot, 'ok') }, {
			thinkTimeMedianSeconds: 3600,
			lives: [{ slot: 0, intervals: [{ startSeconds: 0, endSeconds: 9999 }] }, { slot: 1, intervals: [{ startSeconds: 5000, endSeconds: 9999 }] }],
		}).then(() => { done = true });`)
	if got := h.run(t, `done`); got != true {
		t.Errorf("%v", got)
	}
	if finished := h.worker.Census.SessionsFinished.Load(); finished != 1 {
		t.Errorf("%d sessions finished, want 1", finished)
	}
}

func TestAnIterationThatK6EndsIsNotKeptAlive(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }))
	defer server.Close()
	h := newHost(t).activate()
	time.AfterFunc(150*time.Millisecond, h.CancelContext)
	h.run(t, shoppersScript+`shop((visit) => { ask(visit.slot, '`+server.URL+`') }, {
		lives: [{ slot: 0, intervals: [{ startSeconds: 0, endSeconds: 9999 }] }, { slot: 1, intervals: [{ startSeconds: 5000, endSeconds: 9999 }] }],
	})`)
	traffic := h.worker.Traffic
	for deadline := time.Now().Add(10 * time.Second); traffic.InFlight.Load() > 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if cut := traffic.Cut.Load(); cut != 1 {
		t.Errorf("%d requests cut, want 1", cut)
	}
}

// The same table as scenarios/lib/page.test.ts has.
func TestTextsAreLookedInto(t *testing.T) {
	h := newHost(t)
	for _, c := range []struct {
		text, name string
		want       any
	}{
		{`<p sku="a">`, "sku", "a"},
		{`<p data-sku="b" sku="Größe · 9 €">`, "sku", "Größe · 9 €"},
		{"<p\nsku=\"\">", "sku", ""},
		{`sku="sku="x" sku="y"`, "sku", "y"},
		{`<p sku='c' SKU="d">`, "sku", nil},
		{`<p sku="cut off`, "sku", nil},
		{"", "sku", nil},
	} {
		if got := h.run(t, fmt.Sprintf(`engine.textAttribute(%q, %q)`, c.text, c.name)); got != c.want {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
	if got := h.run(t, `[engine.textHolds("Größe 42", "ße"), engine.textHolds("a", "b"), engine.textHolds("", "")].join()`); got != "true,false,true" {
		t.Errorf("textHolds: %v", got)
	}
}
