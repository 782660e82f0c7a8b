package timeline

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
)

// kind is what an entry counts.
type kind string

const (
	stepKind    kind = "step"
	requestKind kind = "request"
)

const (
	// Names are chosen by adapters, and a name with an id in it would make millions of them.
	maxNames     = 500
	maxNameBytes = 256
	otherNames   = "(other names)"

	// What is held between two drains: a second of 20,000 attempts takes some 60 kB.
	maxHeldBytes = 64 << 20

	// What is kept for use again, for as long as the run lasts.
	maxSpareListed = 8192
	maxSpareBytes  = 1 << 20
	maxSpareList   = 4096

	maxSearched = 128
)

type entryKey struct {
	second  int
	kind    kind
	name    string
	outcome string
}

type entry struct {
	entryKey
	attempts
	series *series
}

// series is one name and outcome over the run.
type series struct {
	kind          kind
	name, outcome string
	// open are the entries since the last drain. Late answers make several of them.
	open []openEntry
}

type openEntry struct {
	second int
	entry  *entry
}

type seriesName struct {
	name, outcome string
}

// seriesOfKind are all series of one kind; their names are at most maxNames and otherNames.
type seriesOfKind struct {
	kind   kind
	byName map[seriesName]*series
	names  map[string]bool
	// firstOther is the first name beyond the limit.
	firstOther string
}

// Recorder gathers the latencies of steps and requests until they are drained, by the second in which they were sent.
// What it holds is bounded, however long the next drain takes to come: by the number of names, of bytes an entry, and of bytes
// in all; an attempt that finds no room is counted as lost. It records nothing until it is switched on.
type Recorder struct {
	clock clock.Clock

	on atomic.Bool

	mu        sync.Mutex
	steps     seriesOfKind
	requests  seriesOfKind
	open      []*entry
	heldBytes int
	lost      int64
	between   map[string]*attempts

	spare      []*entry
	spareBytes int
	spareList  []*entry
}

// NewRecorder makes a recorder that is switched off.
func NewRecorder(c clock.Clock) *Recorder {
	return &Recorder{
		clock:    c,
		between:  map[string]*attempts{},
		steps:    seriesOfKind{kind: stepKind, byName: map[seriesName]*series{}, names: map[string]bool{}},
		requests: seriesOfKind{kind: requestKind, byName: map[seriesName]*series{}, names: map[string]bool{}},
	}
}

func (r *Recorder) switchOn() { r.on.Store(true) }

// IsOn tells whether there is a timeline to record for.
func (r *Recorder) IsOn() bool { return r.on.Load() }

// RecordStep records one step, sent at an offset from T0. The outcome is one of StepOutcomes.
func (r *Recorder) RecordStep(name, outcome string, sent, latency time.Duration) {
	r.record(&r.steps, name, outcome, sent, latency)
}

// RecordBetween records how much of a step's latency lay between its requests. Of names beyond the limit none is kept.
func (r *Recorder) RecordBetween(name string, between time.Duration) {
	if !r.on.Load() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	of, known := r.between[name]
	if !known {
		if len(r.between) >= maxNames {
			return
		}
		of = &attempts{}
		r.between[strings.Clone(name)] = of
	}
	of.addMicroseconds(between.Microseconds())
}

// drainBetween takes what RecordBetween recorded since the last call, by step.
func (r *Recorder) drainBetween() map[string]*attempts {
	r.mu.Lock()
	defer r.mu.Unlock()
	drained := r.between
	r.between = map[string]*attempts{}
	return drained
}

// RecordRequest records one request, sent at an offset from T0. The outcome is one of the request outcomes of
// src/core/wire/steps.ts.
func (r *Recorder) RecordRequest(name, outcome string, sent, latency time.Duration) {
	r.record(&r.requests, name, outcome, sent, latency)
}

func (r *Recorder) record(of *seriesOfKind, name, outcome string, sent, latency time.Duration) {
	if !r.on.Load() {
		return
	}
	second := clock.Second(sent)
	bucket := bucketIndex(uint32(min(max(latency.Microseconds(), lowestUs), highestUs)))

	r.mu.Lock()
	defer r.mu.Unlock()
	s, known := of.byName[seriesName{name, outcome}]
	if !known {
		s = of.add(name, outcome)
	}
	e := s.find(second)
	if e == nil {
		if e = r.openEntry(s, second); e == nil {
			r.lost++
			return
		}
	}
	if e.mustGrow() && !r.grow(e) {
		r.lost++
		return
	}
	e.add(uint16(bucket))
}

// add makes the series of a new name or outcome, or finds the one that counts all names beyond the limit.
func (of *seriesOfKind) add(name, outcome string) *series {
	if !of.names[name] {
		if len(of.names) >= maxNames || len(name) > maxNameBytes {
			if of.firstOther == "" {
				of.firstOther = strings.Clone(name[:min(len(name), maxNameBytes)])
			}
			name = otherNames
			if s, known := of.byName[seriesName{name, outcome}]; known {
				return s
			}
		} else {
			// A clone, as the caller's string may be a piece of a long one.
			name = strings.Clone(name)
			of.names[name] = true
		}
	}
	s := &series{kind: of.kind, name: name, outcome: outcome}
	of.byName[seriesName{name, outcome}] = s
	return s
}

// find looks from the end, as most attempts belong to the newest second, and not further back than shoppers are patient: two
// entries for one second do no harm, as readers add up.
func (s *series) find(second int) *entry {
	for i := len(s.open) - 1; i >= max(0, len(s.open)-maxSearched); i-- {
		if s.open[i].second == second {
			return s.open[i].entry
		}
	}
	return nil
}

// openEntry is nil when there is no room.
func (r *Recorder) openEntry(s *series, second int) *entry {
	var e *entry
	if last := len(r.spare) - 1; last >= 0 {
		e = r.spare[last]
		r.spare[last] = nil
		r.spare = r.spare[:last]
		r.spareBytes -= e.bytes()
	} else {
		e = &entry{}
	}
	if r.heldBytes+bytesAnEntry+e.bytes() > maxHeldBytes {
		return nil
	}
	r.heldBytes += bytesAnEntry + e.bytes()
	e.entryKey = entryKey{second: second, kind: s.kind, name: s.name, outcome: s.outcome}
	e.series = s
	s.open = append(s.open, openEntry{second, e})
	r.open = append(r.open, e)
	return e
}

func (r *Recorder) grow(e *entry) bool {
	more := e.grownBytes() - e.bytes()
	if r.heldBytes+more > maxHeldBytes {
		return false
	}
	r.heldBytes += more
	e.grow()
	return true
}

// drained is everything recorded since the last drain.
type drained struct {
	// entries are in order of second, kind, name and outcome.
	entries []*entry
	// lost counts the attempts for which there was no room.
	lost int64
	// firstOtherStep and firstOtherRequest are the first names of the run that went into otherNames.
	firstOtherStep, firstOtherRequest string
}

// drain takes everything recorded. The lock is held for a few operations an entry.
func (r *Recorder) drain() drained {
	r.mu.Lock()
	d := drained{entries: r.open, lost: r.lost, firstOtherStep: r.steps.firstOther, firstOtherRequest: r.requests.firstOther}
	for _, e := range d.entries {
		clear(e.series.open)
		e.series.open = e.series.open[:0]
		e.series = nil
	}
	r.open, r.spareList = r.spareList, nil
	r.heldBytes, r.lost = 0, 0
	r.mu.Unlock()

	slices.SortFunc(d.entries, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.second, b.second), cmp.Compare(a.kind, b.kind),
			cmp.Compare(a.name, b.name), cmp.Compare(a.outcome, b.outcome))
	})
	return d
}

// giveBack returns the memory of drained entries for use again: of small ones, and not more than a bound, so that an outage
// is not paid for until the end of the run.
func (r *Recorder) giveBack(d drained) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, e := range d.entries {
		d.entries[i] = nil
		if e.counts != nil || cap(e.listed) > maxSpareListed || r.spareBytes+e.bytes() > maxSpareBytes {
			continue
		}
		e.clear()
		r.spareBytes += e.bytes()
		r.spare = append(r.spare, e)
	}
	if cap(d.entries) <= maxSpareList {
		r.spareList = d.entries[:0]
	}
}
