package timeline

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/stop"
	"github.com/peakproof/peakproof/engine/internal/traffic"
	logrustest "github.com/sirupsen/logrus/hooks/test"
	"go.k6.io/k6/v2/output"
)

func sourcesAt(t0 time.Time) Sources {
	runClock := clock.New(time.Now(), float64(t0.UnixMilli()))
	return Sources{
		Worker: "w1", RunID: "run-1", Clock: runClock, Recorder: NewRecorder(runClock), Census: &Census{}, Traffic: &traffic.Meter{},
		Stop: stop.Watch(""), Ledger: ledger.New("", "w1", "run-1"),
	}
}

func started(t *testing.T, sources Sources, argument string) (*Output, *logrustest.Hook) {
	t.Helper()
	logger, hook := logrustest.NewNullLogger()
	o, err := NewOutput(sources, output.Params{ConfigArgument: argument, Logger: logger})
	if err == nil {
		err = o.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return o, hook
}

// flushedByHand is an output whose seconds the test ends itself.
func flushedByHand(t *testing.T, sources Sources, argument string) (*Output, *logrustest.Hook) {
	t.Helper()
	logger, hook := logrustest.NewNullLogger()
	o, err := NewOutput(sources, output.Params{ConfigArgument: argument, Logger: logger})
	if err == nil {
		err = o.begin()
	}
	if err != nil {
		t.Fatal(err)
	}
	close(o.done)
	return o, hook
}

func linesIn(t *testing.T, content []byte) (lines []map[string]any) {
	t.Helper()
	for _, text := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%v: %.100s", err, text)
		}
		lines = append(lines, line)
	}
	return lines
}

func ofType(lines []map[string]any, name string) []map[string]any {
	return slices.DeleteFunc(slices.Clone(lines), func(line map[string]any) bool { return line["type"] != name })
}

func TestTarget(t *testing.T) {
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ argument, spool, want, fails string }{
		{"reports/timeline-w1.ndjson", "", "reports/timeline-w1.ndjson", ""},
		{"https://c.example/evidence", "", "https://c.example/evidence by way of " + filepath.Join(folder, "timeline-w1.ndjson"), ""},
		{"http://u:p@c.example", "/spool/t", "http://u:xxxxx@c.example by way of /spool/t", ""},
		{"", "", "", "--out timeline=<path or http(s) URL>"},
		{"ftp://c.example", "", "", "expected a path, http:// or https://"},
		{"http://", "", "", "cannot be read"},
		{"http://u:secret@c.example/%zz", "", "", "cannot be read"},
	}
	for _, c := range cases {
		got, err := parseTarget(c.argument, c.spool, "w1")
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", c.argument, err)
			}
		} else if err != nil || got.String() != c.want {
			t.Errorf("%s: %s, %v", c.argument, got, err)
		}
	}
}

func TestTimelineInAFile(t *testing.T) {
	sources := sourcesAt(time.Now())
	path := filepath.Join(t.TempDir(), "timeline-w1.ndjson")
	o, hook := started(t, sources, path)
	for i := range 3 {
		sources.Recorder.RecordStep("browse", "ok", 0, time.Duration(i+1)*time.Millisecond)
		sources.Recorder.RecordRequest("GET /", "http5xx", 0, time.Second)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if content, _ := os.ReadFile(path); bytes.Contains(content, []byte(`{"type":"second"`)) {
			break
		}
	}
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := linesIn(t, content)
	if lines[0]["type"] != "header" || lines[len(lines)-1]["type"] != "end" || len(ofType(lines, "second")) < 2 {
		t.Fatalf("%s", content)
	}
	if strings.Contains(string(content), "secondsLost") || len(hook.Entries) != 0 {
		t.Errorf("nothing was lost: %s", content)
	}
	entries := ofType(lines, "entry")
	if len(entries) != 2 || entries[0]["kind"] != "request" || entries[0]["outcome"] != "http5xx" || entries[1]["count"] != 3.0 {
		t.Fatalf("%v", entries)
	}
	steps, err := hdrhistogram.Decode([]byte(entries[1]["histogram"].(string)))
	if err != nil || steps.TotalCount() != 3 || steps.Max() < 2999 {
		t.Errorf("%v", err)
	}
}

func TestTimelineToACollector(t *testing.T) {
	var mu sync.Mutex
	var taken bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		lines, err := gzip.NewReader(r.Body)
		if err == nil {
			_, err = io.Copy(&taken, lines)
		}
		if err != nil || r.Header.Get("Peakproof-Run") != "run-1" || r.Header.Get("Peakproof-Worker") != "w1" {
			t.Errorf("%v, %v", err, r.Header)
		}
	}))
	defer server.Close()
	sources := sourcesAt(time.Now())
	sources.Spool = filepath.Join(t.TempDir(), "spool.ndjson")
	o, _ := started(t, sources, server.URL)
	sources.Recorder.RecordStep("browse", "ok", 0, time.Millisecond)
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	spooled, err := os.ReadFile(sources.Spool)
	if err != nil || taken.String() != string(spooled) {
		t.Errorf("%v: the collector has %s", err, taken.String())
	}
	if lines := linesIn(t, spooled); lines[len(lines)-1]["type"] != "end" {
		t.Errorf("%s", spooled)
	}
	again, _ := NewOutput(sources, output.Params{ConfigArgument: server.URL})
	if err := again.Start(); err == nil || !strings.Contains(err.Error(), "PEAKPROOF_SPOOL") {
		t.Errorf("a spool file is not to be written twice: %v", err)
	}
	sources.RunID = ""
	if _, err := NewOutput(sources, output.Params{ConfigArgument: server.URL}); err == nil {
		t.Error("a run without an id would be taken for another")
	}
}

func TestWhatACollectorDidNotTakeIsToldAtTheEnd(t *testing.T) {
	sources := sourcesAt(time.Now())
	sources.Spool = filepath.Join(t.TempDir(), "spool.ndjson")
	o, hook := started(t, sources, "http://127.0.0.1:1")
	o.collectorPatience = 50 * time.Millisecond
	err := o.Stop()
	stat, _ := os.Stat(sources.Spool)
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%d bytes of %s", stat.Size(), sources.Spool)) {
		t.Errorf("%v", err)
	}
	if !strings.Contains(hook.LastEntry().Message, sources.Spool) {
		t.Errorf("%s", hook.LastEntry().Message)
	}
}

func TestATimelineOnAFullDeviceDoesNotStart(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	o, err := NewOutput(sourcesAt(time.Now()), output.Params{ConfigArgument: "/dev/full"})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Start(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v", err)
	}
}

// A pipe that nobody reads is a disk that hangs: it takes 64 KiB and then no more.
func TestWhenTheDiskHangsWholeSecondsAreLostAndCounted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "timeline-w1.ndjson")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	sources := sourcesAt(time.Now().Add(time.Hour)) // no second of its own
	o, hook := flushedByHand(t, sources, path)
	began := time.Now()
	for second := range 5 {
		sources.Recorder.RecordStep("browse", "ok", time.Duration(second)*time.Second, time.Millisecond)
		o.lines.addLine(map[string]string{"type": "padding", "of": strings.Repeat("x", 5<<20)})
		o.flush(second)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("flushing took %v", took)
	}
	read := make(chan []byte)
	go func() {
		file, err := os.Open(path)
		if err != nil {
			t.Error(err)
		}
		content, _ := io.ReadAll(file)
		read <- content
	}()
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	lines := linesIn(t, <-read)
	var seconds []any
	for _, line := range ofType(lines, "second") {
		seconds = append(seconds, line["second"])
	}
	if fmt.Sprint(seconds) != "[0 1 2]" || len(ofType(lines, "entry")) != 3 {
		t.Errorf("seconds %v, %d entries", seconds, len(ofType(lines, "entry")))
	}
	if end := lines[len(lines)-1]; end["type"] != "end" || end["secondsLost"] != 2.0 {
		t.Errorf("%v", end)
	}
	if len(hook.Entries) != 1 || !strings.Contains(hook.LastEntry().Message, "inconclusive") {
		t.Errorf("%d messages", len(hook.Entries))
	}
}

func TestASecondWhoseAttemptsFoundNoRoomIsAGap(t *testing.T) {
	sources := sourcesAt(time.Now().Add(time.Hour))
	path := filepath.Join(t.TempDir(), "timeline-w1.ndjson")
	o, _ := flushedByHand(t, sources, path)
	for second := range 3 {
		sources.Recorder.RecordStep("browse", "ok", time.Duration(second)*time.Second, time.Millisecond)
		if second == 1 {
			sources.Recorder.mu.Lock()
			sources.Recorder.lost = 7
			sources.Recorder.mu.Unlock()
		}
		o.flush(second)
	}
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(path)
	lines := linesIn(t, content)
	if seconds := ofType(lines, "second"); len(seconds) != 2 || lines[len(lines)-1]["secondsLost"] != 1.0 {
		t.Errorf("%s", content)
	}
}

func TestTooManyNamesAreAdvisedAgainstOnce(t *testing.T) {
	sources := sourcesAt(time.Now().Add(time.Hour))
	o, hook := flushedByHand(t, sources, filepath.Join(t.TempDir(), "timeline-w1.ndjson"))
	for second := range 3 {
		for i := range 2 * maxNames {
			sources.Recorder.RecordRequest(fmt.Sprintf("/product/%d", i), "ok", time.Duration(second)*time.Second, time.Millisecond)
		}
		o.flush(second)
	}
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	if len(hook.Entries) != 1 || !strings.Contains(hook.LastEntry().Message, `"/product/500" and others like it are counted under "(other names)"`) {
		t.Errorf("%d messages, the last %v", len(hook.Entries), hook.LastEntry())
	}
}
