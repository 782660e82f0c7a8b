// Package timeline is the k6 output that turns requests and steps into one histogram a second, name and outcome:
// timeline-<worker>.ndjson, src/core/wire/timeline.ts.
package timeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/echo"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/stop"
	"github.com/peakproof/peakproof/engine/internal/traffic"
	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

const evidenceVersion = 1

// Sources are what the timeline of one worker is made from.
type Sources struct {
	Worker   string
	Clock    clock.Clock
	Recorder *Recorder
	Census   *Census
	Traffic  *traffic.Meter
	Stop     *stop.Signal
	// Ledger is opened with the output and closed with it: both ends of an orderly run.
	Ledger *ledger.Ledger
}

// Output appends whole lines to a file, once a second.
type Output struct {
	sources      Sources
	path         string
	hostsPlanned uint64
	logger       logrus.FieldLogger

	file     *os.File
	encoder  *histogramEncoder
	usage    *usage
	echo     *echo.Probe
	line     bytes.Buffer
	encoded  []byte
	before   sessionTotals
	sent     int64
	received int64

	quit, done chan struct{}
}

var _ output.Output = &Output{}

// NewOutput makes the output that `--out timeline=<path>` asks for.
func NewOutput(sources Sources, params output.Params) (*Output, error) {
	if params.ConfigArgument == "" {
		return nil, errors.New("the timeline output needs a file: --out timeline=<path>")
	}
	return &Output{
		sources:      sources,
		path:         params.ConfigArgument,
		hostsPlanned: lib.GetMaxPlannedVUs(params.ExecutionPlan),
		logger:       params.Logger,
		encoder:      newHistogramEncoder(),
		usage:        newUsage(),
		quit:         make(chan struct{}),
		done:         make(chan struct{}),
	}, nil
}

// Description is what `k6 run` shows.
func (o *Output) Description() string { return fmt.Sprintf("timeline (%s)", o.path) }

// Start opens the files and begins to flush once a second, on the seconds of the run.
func (o *Output) Start() error {
	file, err := os.OpenFile(o.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("timeline: %w", err)
	}
	o.file = file
	if err := o.sources.Ledger.Open(); err != nil {
		return err
	}
	o.addLine(headerLine{
		V: evidenceVersion, Type: "header", Worker: o.sources.Worker, T0Ms: o.sources.Clock.T0Ms(), HostsPlanned: o.hostsPlanned,
		Histogram: histogramGeometry{Unit: "us", Lowest: lowestUs, Highest: highestUs, SignificantFigures: significantFigures},
	})
	if err := o.writeLines(); err != nil {
		return err
	}
	o.echo, err = echo.Start()
	if err != nil {
		o.logger.WithError(err).Error("the generator's own waiting is not measured: it is judged by its scheduling latency alone")
	}
	o.sources.Recorder.switchOn()
	go o.flushEachSecond()
	return nil
}

// AddMetricSamples implements output.Output. Shoppers' requests and steps come straight to the recorder; k6's own samples are
// not part of a timeline.
func (o *Output) AddMetricSamples([]metrics.SampleContainer) {}

// Stop writes what is left and the last lines of the timeline and of the ledger.
func (o *Output) Stop() error {
	close(o.quit)
	<-o.done

	second := clock.Second(o.sources.Clock.Offset(time.Now()))
	if o.echo != nil {
		o.echo.Stop()
	}
	o.addEntries()
	o.addSecond(second)
	o.addLine(endLine{
		Type:          "end",
		Second:        second,
		HostsStarted:  o.sources.Census.HostsStarted.Load(),
		HostsFinished: o.sources.Census.HostsFinished.Load(),
		RequestsCut:   o.sources.Traffic.Cut.Load() + o.sources.Traffic.InFlight.Load(),
		Stopped:       o.sources.Stop.IsRaised(),
	})
	return errors.Join(o.writeLines(), o.file.Close(), o.sources.Ledger.Close())
}

func (o *Output) flushEachSecond() {
	defer close(o.done)
	timer := time.NewTimer(0)
	defer timer.Stop()
	<-timer.C
	for {
		second := clock.Second(o.sources.Clock.Offset(time.Now()))
		boundary := o.sources.Clock.At(time.Duration(second+1) * time.Second)
		timer.Reset(time.Until(boundary))
		select {
		case <-o.quit:
			return
		case <-timer.C:
		}
		o.addEntries()
		o.addSecond(second)
		if err := o.writeLines(); err != nil {
			o.logger.WithError(err).Error("the timeline cannot be written: this run cannot be judged")
		}
	}
}

func (o *Output) addEntries() {
	drained := o.sources.Recorder.drain()
	for _, e := range drained {
		count := len(e.latenciesUs)
		o.encoded = o.encoder.appendBase64(o.encoded[:0], e.latenciesUs)
		o.addLine(entryLine{
			Type: "entry", Second: e.second, Kind: e.kind, Name: e.name, Outcome: e.outcome, Count: count, Histogram: string(o.encoded),
		})
	}
	o.sources.Recorder.giveBack(drained)
}

// addSecond describes the time since the last second described. Before T0 there is nothing to describe.
func (o *Output) addSecond(second int) {
	cpuSeconds, schedLatencyP99Ms := o.usage.cpuSeconds(), o.usage.schedLatencyP99Ms()
	var roundTripsUs []uint32
	if o.echo != nil {
		roundTripsUs = o.echo.Drain()
	}
	if second < 0 {
		return
	}
	now, before := o.sources.Census.sessionTotals(), o.before
	sent, received := o.sources.Traffic.BytesSent.Load(), o.sources.Traffic.BytesReceived.Load()
	o.addLine(secondLine{
		Type:               "second",
		Second:             second,
		ActiveVirtualUsers: now.active(),
		SessionsStarted:    now.started - before.started,
		SessionsFinished:   now.finished - before.finished,
		SessionsAbandoned:  now.abandoned - before.abandoned,
		SessionsCrashed:    now.crashed - before.crashed,
		SessionsLate:       now.late - before.late,
		TimerLatenessP99Ms: o.sources.Census.timerLatenessP99Ms(),
		SchedLatencyP99Ms:  schedLatencyP99Ms,
		CPUSeconds:         cpuSeconds,
		RSSMiB:             rssMiB(),
		BytesSent:          sent - o.sent,
		BytesReceived:      received - o.received,
		OpenConnections:    o.sources.Traffic.OpenConnections.Load(),
		ClockSkewMs:        o.sources.Clock.SkewMs(time.Now()),
	})
	o.before, o.sent, o.received = now, sent, received
	o.addWaiting(second, roundTripsUs)
}

// addWaiting says how long this process itself kept requests waiting, where that could be measured.
func (o *Output) addWaiting(second int, roundTripsUs []uint32) {
	if len(roundTripsUs) == 0 {
		return
	}
	between := map[string]string{}
	for step, betweenUs := range o.sources.Recorder.drainBetween() {
		between[step] = string(o.encoder.appendBase64(nil, betweenUs))
	}
	o.addLine(waitingLine{
		Type: "waiting", Second: second, RoundTrips: string(o.encoder.appendBase64(nil, roundTripsUs)), BetweenRequests: between,
	})
}

func (o *Output) addLine(line any) {
	encoder := json.NewEncoder(&o.line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		o.logger.WithError(err).Error("timeline: a line was lost")
	}
}

// writeLines appends what was added, in one write.
func (o *Output) writeLines() error {
	defer o.line.Reset()
	if _, err := o.file.Write(o.line.Bytes()); err != nil {
		return fmt.Errorf("timeline: %w", err)
	}
	return nil
}
