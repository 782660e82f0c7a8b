package router_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/peakproof/peakproof/engine/internal/router"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/worker"
	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
	"gopkg.in/guregu/null.v3"
)

// rig sends requests as k6 does, through k6's own code, and reads what became of them from the timeline.
type rig struct {
	t       *testing.T
	state   *lib.State
	samples chan metrics.SampleContainer
	worker  *worker.Worker
	path    string
	output  *timeline.Output
}

func newRig(t *testing.T, t0 time.Time) *rig {
	t.Helper()
	environment := map[string]string{"PEAKPROOF_T0_MS": jsonNumber(t0.UnixMilli())}
	w, err := worker.FromEnvironment(func(name string) string { return environment[name] })
	if err != nil {
		t.Fatal(err)
	}
	logger := logrus.New()
	logger.SetOutput(io.Discard)
	path := filepath.Join(t.TempDir(), "timeline.ndjson")
	out, err := timeline.NewOutput(w.Sources, output.Params{ConfigArgument: path, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Start(); err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, worker: w, path: path, output: out, samples: make(chan metrics.SampleContainer, 10_000)}
	r.state = newState(r.samples, logger)
	return r
}

func newState(samples chan<- metrics.SampleContainer, logger logrus.FieldLogger) *lib.State {
	registry := metrics.NewRegistry()
	dialer := &net.Dialer{}
	tlsConfig := &tls.Config{InsecureSkipVerify: true}
	return &lib.State{
		Options: lib.Options{
			SystemTags: metrics.NewSystemTagSet(metrics.TagStatus, metrics.TagErrorCode),
			Throw:      null.BoolFrom(false),
		},
		BuiltinMetrics: metrics.RegisterBuiltinMetrics(registry),
		Logger:         logger,
		Dialer:         dialer,
		TLSConfig:      tlsConfig,
		Transport:      &http.Transport{DialContext: dialer.DialContext, TLSClientConfig: tlsConfig, ForceAttemptHTTP2: true},
		Samples:        samples,
		BufferPool:     lib.NewBufferPool(),
		Tags:           lib.NewVUStateTags(registry.RootTagSet()),
	}
}

func (r *rig) router() *router.Router {
	return router.Install(r.state, router.Settings{Clock: r.worker.Clock, Traffic: r.worker.Traffic, PerUser: true})
}

func jsonNumber(n int64) string {
	encoded, _ := json.Marshal(n)
	return string(encoded)
}

// send makes one request of a slot, as k6's http module would.
func (r *rig) send(ctx context.Context, slot, url, name string, timeout time.Duration) (*httpext.Response, error) {
	r.t.Helper()
	parsed, err := httpext.NewURL(url, url)
	if err != nil {
		r.t.Fatal(err)
	}
	tags := r.state.Tags.GetCurrentValues()
	tags.SetTag("name", name)
	header := http.Header{}
	if slot != "" {
		header.Set(router.SlotHeader, slot)
	}
	return httpext.MakeRequest(ctx, r.state, &httpext.ParsedHTTPRequest{
		URL:         &parsed,
		Req:         &http.Request{Method: http.MethodGet, URL: parsed.GetURL(), Header: header},
		Timeout:     timeout,
		TagsAndMeta: tags,
	})
}

// step makes one request inside a step and records the step, as the module does.
func (r *rig) step(name, outcome, url string, timeout time.Duration) {
	r.t.Helper()
	rt := r.router()
	if err := rt.BeginStep(1, name); err != nil {
		r.t.Fatal(err)
	}
	_, _ = r.send(context.Background(), "1", url, "page", timeout)
	ended, err := rt.EndStep(1)
	if err != nil {
		r.t.Fatal(err)
	}
	r.worker.Recorder.RecordStep(ended.Name, outcome, ended.Sent, ended.Latency)
}

// entry is one entry of the timeline with its only latency.
type entry struct {
	Second                  int
	Kind, Name, Outcome     string
	Count                   int
	latencyLow, latencyHigh time.Duration
}

// entries ends the output and reads it.
func (r *rig) entries() []entry {
	r.t.Helper()
	close(r.samples)
	for sample := range r.samples {
		r.output.AddMetricSamples([]metrics.SampleContainer{sample})
	}
	if err := r.output.Stop(); err != nil {
		r.t.Fatal(err)
	}
	content, err := os.ReadFile(r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	var entries []entry
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		var line struct {
			Type      string
			Histogram json.RawMessage
			entry
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			r.t.Fatalf("%v in %s", err, lines.Text())
		}
		if line.Type != "entry" {
			continue
		}
		histogram, err := hdrhistogram.Decode(bytes.Trim(line.Histogram, `"`))
		if err != nil {
			r.t.Fatal(err)
		}
		line.latencyLow = time.Duration(histogram.Min()) * time.Microsecond
		line.latencyHigh = time.Duration(histogram.Max()) * time.Microsecond
		entries = append(entries, line.entry)
	}
	return entries
}
