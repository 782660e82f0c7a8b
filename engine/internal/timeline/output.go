// Package timeline is the k6 output that turns requests and steps into one histogram a second, name and outcome:
// timeline-<worker>.ndjson, src/core/wire/timeline.ts.
package timeline

import (
	"context"
	"crypto/rand"
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

	lines       *lineWriter
	secondsLost int

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
	logger := loglimit.Exempt(params.Logger)
	return &Output{
		sources:           sources,
		target:            to,
		hostsPlanned:      lib.GetMaxPlannedVUs(params.ExecutionPlan),
		logger:            logger,
		logLimit:          loglimit.Install(params.Logger),
		collectorPatience: collectorPatience,
		lines:             newLineWriter(sources, logger),
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
	o.lines.addLine(headerLine{
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
	if o.lines.echo, err = echo.Start(); err != nil {
		o.logger.WithError(err).Error("the generator's own waiting is not measured: it is judged by its scheduling latency alone")
	}
	o.sources.Recorder.switchOn()
	return nil
}

func (o *Output) open() (err error) {
	if o.target.collector == nil {
		o.file, err = spool.Open(o.target.path, o.lines.takeLines(), o.logger)
		return err
	}
	o.file, err = spool.Create(o.target.path, o.lines.takeLines(), o.logger)
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
	if o.lines.echo != nil {
		o.lines.echo.Stop()
	}
	o.flush(second)
	o.lines.addLine(endLine{
		Type:          "end",
		Second:        second,
		HostsStarted:  o.sources.Census.HostsStarted.Load(),
		HostsFinished: o.sources.Census.HostsFinished.Load(),
		RequestsCut:   o.sources.Traffic.Cut.Load() + o.sources.Traffic.InFlight.Load(),
		Stopped:       o.sources.Stop.IsRaised(),
		SecondsLost:   o.secondsLost,
	})
	o.file.AppendLast(o.lines.takeLines())

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
	lost := o.lines.addEntries()
	o.lines.addSecond(second, lost == 0)
	if lost > 0 {
		o.loseSecond(fmt.Sprintf("%d attempts found no room in memory before they could be written", lost))
	}
	if lines := o.lines.takeLines(); len(lines) > 0 && !o.file.Append(lines) {
		o.loseSecond("too much is waiting for the disk")
	}
}

func (o *Output) loseSecond(why string) {
	if o.secondsLost++; o.secondsLost == 1 {
		o.logger.Errorf("timeline: a second was lost, and this run is inconclusive: %s. The last line of the timeline says how many were", why)
	}
}
