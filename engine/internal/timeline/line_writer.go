package timeline

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/peakproof/peakproof/engine/internal/echo"
	"github.com/sirupsen/logrus"
)

// maxSpareLines is the memory for the lines of one second that is kept for the next.
const maxSpareLines = 1 << 20

// lineWriter describes the seconds of a run, line by line, into memory.
type lineWriter struct {
	sources Sources
	logger  logrus.FieldLogger
	encoder *histogramEncoder
	usage   *usage
	// echo measures the generator's own waiting; nil where that cannot be done.
	echo *echo.Probe

	lines    bytes.Buffer
	encoded  []byte
	before   sessionTotals
	sent     int64
	received int64
	advised  map[kind]bool
}

func newLineWriter(sources Sources, logger logrus.FieldLogger) *lineWriter {
	return &lineWriter{
		sources: sources, logger: logger, encoder: newHistogramEncoder(), usage: newUsage(), advised: map[kind]bool{},
	}
}

// addEntries returns how many attempts were lost.
func (w *lineWriter) addEntries() int64 {
	d := w.sources.Recorder.drain()
	for _, e := range d.entries {
		if e.total == 0 {
			continue
		}
		w.encoded = w.encoder.appendBase64(w.encoded[:0], &e.attempts)
		w.addLine(entryLine{
			Type: "entry", Second: e.second, Kind: e.kind, Name: e.name, Outcome: e.outcome, Count: e.total, Histogram: string(w.encoded),
		})
	}
	w.sources.Recorder.giveBack(d)
	w.advise(stepKind, d.firstOtherStep)
	w.advise(requestKind, d.firstOtherRequest)
	return d.lost
}

func (w *lineWriter) advise(of kind, name string) {
	if name == "" || w.advised[of] {
		return
	}
	w.advised[of] = true
	w.logger.Errorf("timeline: %ss have more than %d names, or one longer than %d bytes: %.100q and others like it are counted under %q. "+
		"Give those that differ only by an id one name", of, maxNames, maxNameBytes, name, otherNames)
}

// addSecond describes the time since the last second described, unless it is not to be told. Before T0 there is nothing to
// describe.
func (w *lineWriter) addSecond(second int, tell bool) {
	cpuSeconds, schedLatencyP99Ms := w.usage.cpuSeconds(), w.usage.schedLatencyP99Ms()
	var roundTripsUs []uint32
	if w.echo != nil {
		roundTripsUs = w.echo.Drain()
	}
	if second < 0 {
		return
	}
	now, before := w.sources.Census.sessionTotals(), w.before
	timerLatenessP99Ms := w.sources.Census.timerLatenessP99Ms()
	sent, received := w.sources.Traffic.BytesSent.Load(), w.sources.Traffic.BytesReceived.Load()
	if tell {
		w.addLine(secondLine{
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
			BytesSent:          sent - w.sent,
			BytesReceived:      received - w.received,
			OpenConnections:    w.sources.Traffic.OpenConnections.Load(),
			ClockSkewMs:        w.sources.Clock.SkewMs(time.Now()),
		})
	}
	w.before, w.sent, w.received = now, sent, received
	between := w.sources.Recorder.drainBetween()
	if tell && len(roundTripsUs) > 0 {
		w.addWaiting(second, roundTripsUs, between)
	}
}

// addWaiting says how long this process itself kept requests waiting.
func (w *lineWriter) addWaiting(second int, roundTripsUs []uint32, between map[string]*attempts) {
	roundTrips := attempts{}
	for _, us := range roundTripsUs {
		roundTrips.addMicroseconds(int64(us))
	}
	line := waitingLine{
		Type: "waiting", Second: second, RoundTrips: string(w.encoder.appendBase64(nil, &roundTrips)), BetweenRequests: map[string]string{},
	}
	for step, of := range between {
		line.BetweenRequests[step] = string(w.encoder.appendBase64(nil, of))
	}
	w.addLine(line)
}

func (w *lineWriter) addLine(line any) {
	encoder := json.NewEncoder(&w.lines)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		w.logger.Errorf("timeline: a line was lost: %v", err)
	}
}

// takeLines returns a copy of what was added.
func (w *lineWriter) takeLines() []byte {
	lines := bytes.Clone(w.lines.Bytes())
	w.lines.Reset()
	if w.lines.Cap() > maxSpareLines {
		w.lines = bytes.Buffer{}
	}
	return lines
}
