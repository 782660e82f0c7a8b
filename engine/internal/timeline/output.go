// Package timeline is the k6 output that turns requests and steps into one histogram a second, name and outcome:
// timeline-<worker>.ndjson, src/core/wire/timeline.ts.
package timeline

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/echo"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/loglimit"
	"github.com/peakproof/peakproof/engine/internal/stop"
	"github.com/peakproof/peakproof/engine/internal/timeline/spool"
	"github.com/peakproof/peakproof/engine/internal/traffic"
	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

const (
	evidenceVersion = 1

	// At the end of the run, how long the disk and then the collector may take for what is left.
	diskPatience      = 5 * time.Second
	collectorPatience = 30 * time.Second

	// maxSpareLines is the memory for the lines of one second that is kept for the next.
	maxSpareLines = 1 << 20
)

// Sources are what the timeline of one worker is made from.
type Sources struct {
	Worker string
	// RunID goes to the collector.
	RunID string
	// Spool is the file that a timeline for a collector is written to first; empty for its default name.
	Spool    string
	Clock    clock.Clock
	Recorder *Recorder
	Census   *Census
	Traffic  *traffic.Meter
	Stop     *stop.Signal
	// Ledger is opened with the output and closed with it: both ends of an orderly run.
	Ledger *ledger.Ledger
}

// Output appends whole lines to a file, once a second. Neither a slow or full disk nor a collector that is gone keeps it, or
// those who record, waiting: what cannot be kept is lost by whole seconds, which the last line counts.
type Output struct {
	sources      Sources
	target       target
	hostsPlanned uint64
	logger       logrus.FieldLogger
	logLimit     *loglimit.Limit

	file              *spool.File
	delivery          *spool.Delivery
	collectorPatience time.Duration

	encoder     *histogramEncoder
	usage       *usage
	echo        *echo.Probe
	lines       bytes.Buffer
	encoded     []byte
	before      sessionTotals
	sent        int64
	received    int64
	secondsLost int
	advised     map[kind]bool

	quit, done chan struct{}
}

var _ output.Output = &Output{}

// NewOutput makes the output that `--out timeline=<path or URL>` asks for.
func NewOutput(sources Sources, params output.Params) (*Output, error) {
	to, err := parseTarget(params.ConfigArgument, sources.Spool, sources.Worker)
	if err != nil {
		return nil, err
	}
	if to.collector != nil && sources.RunID == "" {
		return nil, errors.New("a collector takes the timelines of many runs: PEAKPROOF_RUN_ID must say which this is")
	}
	return &Output{
		sources:           sources,
		target:            to,
		hostsPlanned:      lib.GetMaxPlannedVUs(params.ExecutionPlan),
		logger:            loglimit.Exempt(params.Logger),
		logLimit:          loglimit.Install(params.Logger),
		collectorPatience: collectorPatience,
		encoder:           newHistogramEncoder(),
		usage:             newUsage(),
		advised:           map[kind]bool{},
		quit:              make(chan struct{}),
		done:              make(chan struct{}),
	}, nil
}

// Description is what `k6 run` shows.
func (o *Output) Description() string { return fmt.Sprintf("timeline (%s)", o.target) }

// Start opens the files and begins to flush once a second, on the seconds of the run.
func (o *Output) Start() error {
	if err := o.begin(); err != nil {
		return err
	}
	go o.flushEachSecond()
	return nil
}

func (o *Output) begin() error {
	o.addLine(headerLine{
		V: evidenceVersion, Type: "header", Worker: o.sources.Worker, T0Ms: o.sources.Clock.T0Ms(), HostsPlanned: o.hostsPlanned,
		Histogram: histogramGeometry{Unit: "us", Lowest: lowestUs, Highest: highestUs, SignificantFigures: significantFigures},
	})
	if err := o.open(); err != nil {
		return fmt.Errorf("timeline: %w", err)
	}
	if err := o.sources.Ledger.Open(); err != nil {
		return err
	}
	var err error
	if o.echo, err = echo.Start(); err != nil {
		o.logger.WithError(err).Error("the generator's own waiting is not measured: it is judged by its scheduling latency alone")
	}
	o.sources.Recorder.switchOn()
	return nil
}

func (o *Output) open() (err error) {
	if o.target.collector == nil {
		o.file, err = spool.Open(o.target.path, o.takeLines(), o.logger)
		return err
	}
	o.file, err = spool.Create(o.target.path, o.takeLines(), o.logger)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already and may hold what no collector has: move it away, or set PEAKPROOF_SPOOL to another file",
			o.target.path)
	}
	if err != nil {
		return err
	}
	o.delivery, err = spool.Deliver(o.file, spool.Stream{
		Collector: o.target.collector, Run: o.sources.RunID, Worker: o.sources.Worker, Evidence: "timeline", ID: rand.Text(),
	}, o.logger)
	return err
}

// AddMetricSamples implements output.Output. Shoppers' requests and steps come straight to the recorder; k6's own samples are
// not part of a timeline.
func (o *Output) AddMetricSamples([]metrics.SampleContainer) {}

// Stop writes what is left and the last lines of the timeline and of the ledger, and delivers them, within a bounded time.
func (o *Output) Stop() error {
	close(o.quit)
	<-o.done

	second := clock.Second(o.sources.Clock.Offset(time.Now()))
	if o.echo != nil {
		o.echo.Stop()
	}
	o.flush(second)
	o.addLine(endLine{
		Type:          "end",
		Second:        second,
		HostsStarted:  o.sources.Census.HostsStarted.Load(),
		HostsFinished: o.sources.Census.HostsFinished.Load(),
		RequestsCut:   o.sources.Traffic.Cut.Load() + o.sources.Traffic.InFlight.Load(),
		Stopped:       o.sources.Stop.IsRaised(),
		SecondsLost:   o.secondsLost,
	})
	o.file.AppendLast(o.takeLines())

	err := errors.Join(o.sources.Ledger.Close(), within(diskPatience, o.file.Close))
	if o.delivery != nil {
		err = errors.Join(err, within(o.collectorPatience, o.delivery.Close))
	}
	if err != nil {
		// k6 logs that the output failed, without saying why.
		o.logger.Errorf("timeline: %v", err)
	}
	o.logLimit.Close()
	return err
}

func within(patience time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return do(ctx)
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
		o.flush(second)
	}
}

// flush hands the lines of a second to the file, or loses them as a whole: without its second line, readers see a gap.
func (o *Output) flush(second int) {
	lost := o.addEntries()
	o.addSecond(second, lost == 0)
	if lost > 0 {
		o.loseSecond(fmt.Sprintf("%d attempts found no room in memory before they could be written", lost))
	}
	if lines := o.takeLines(); len(lines) > 0 && !o.file.Append(lines) {
		o.loseSecond("too much is waiting for the disk")
	}
}

func (o *Output) loseSecond(why string) {
	if o.secondsLost++; o.secondsLost == 1 {
		o.logger.Errorf("timeline: a second was lost, and this run is inconclusive: %s. The last line of the timeline says how many were", why)
	}
}

// addEntries returns how many attempts were lost.
func (o *Output) addEntries() int64 {
	d := o.sources.Recorder.drain()
	for _, e := range d.entries {
		if e.total == 0 {
			continue
		}
		o.encoded = o.encoder.appendBase64(o.encoded[:0], &e.attempts)
		o.addLine(entryLine{
			Type: "entry", Second: e.second, Kind: e.kind, Name: e.name, Outcome: e.outcome, Count: e.total, Histogram: string(o.encoded),
		})
	}
	o.sources.Recorder.giveBack(d)
	o.advise(stepKind, d.firstOtherStep)
	o.advise(requestKind, d.firstOtherRequest)
	return d.lost
}

func (o *Output) advise(of kind, name string) {
	if name == "" || o.advised[of] {
		return
	}
	o.advised[of] = true
	o.logger.Errorf("timeline: %ss have more than %d names, or one longer than %d bytes: %.100q and others like it are counted under %q. "+
		"Give those that differ only by an id one name", of, maxNames, maxNameBytes, name, otherNames)
}

// addSecond describes the time since the last second described, unless it is not to be told. Before T0 there is nothing to
// describe.
func (o *Output) addSecond(second int, tell bool) {
	cpuSeconds, schedLatencyP99Ms := o.usage.cpuSeconds(), o.usage.schedLatencyP99Ms()
	var roundTripsUs []uint32
	if o.echo != nil {
		roundTripsUs = o.echo.Drain()
	}
	if second < 0 {
		return
	}
	now, before := o.sources.Census.sessionTotals(), o.before
	timerLatenessP99Ms := o.sources.Census.timerLatenessP99Ms()
	sent, received := o.sources.Traffic.BytesSent.Load(), o.sources.Traffic.BytesReceived.Load()
	if tell {
		o.addLine(secondLine{
			Type:               "second",
			Second:             second,
			ActiveVirtualUsers: now.active(),
			SessionsStarted:    now.started - before.started,
			SessionsFinished:   now.finished - before.finished,
			SessionsAbandoned:  now.abandoned - before.abandoned,
			SessionsCrashed:    now.crashed - before.crashed,
			SessionsLate:       now.late - before.late,
			TimerLatenessP99Ms: timerLatenessP99Ms,
			SchedLatencyP99Ms:  schedLatencyP99Ms,
			CPUSeconds:         cpuSeconds,
			RSSMiB:             rssMiB(),
			BytesSent:          sent - o.sent,
			BytesReceived:      received - o.received,
			OpenConnections:    o.sources.Traffic.OpenConnections.Load(),
			ClockSkewMs:        o.sources.Clock.SkewMs(time.Now()),
		})
	}
	o.before, o.sent, o.received = now, sent, received
	between := o.sources.Recorder.drainBetween()
	if tell && len(roundTripsUs) > 0 {
		o.addWaiting(second, roundTripsUs, between)
	}
}

// addWaiting says how long this process itself kept requests waiting.
func (o *Output) addWaiting(second int, roundTripsUs []uint32, between map[string]*attempts) {
	roundTrips := attempts{}
	for _, us := range roundTripsUs {
		roundTrips.addMicroseconds(int64(us))
	}
	line := waitingLine{
		Type: "waiting", Second: second, RoundTrips: string(o.encoder.appendBase64(nil, &roundTrips)), BetweenRequests: map[string]string{},
	}
	for step, of := range between {
		line.BetweenRequests[step] = string(o.encoder.appendBase64(nil, of))
	}
	o.addLine(line)
}

func (o *Output) addLine(line any) {
	encoder := json.NewEncoder(&o.lines)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		o.logger.Errorf("timeline: a line was lost: %v", err)
	}
}

// takeLines returns a copy of what was added.
func (o *Output) takeLines() []byte {
	lines := bytes.Clone(o.lines.Bytes())
	o.lines.Reset()
	if o.lines.Cap() > maxSpareLines {
		o.lines = bytes.Buffer{}
	}
	return lines
}
