package timeline

import (
	"cmp"
	"slices"
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

type entryKey struct {
	second  int
	kind    kind
	name    string
	outcome string
}

type entry struct {
	entryKey
	latenciesUs []uint32
}

// Recorder gathers the latencies of steps and requests until they are drained, by the second in which they were sent.
// What it holds is bounded by what one interval between two drains brings: four bytes a step or request.
// It records nothing until it is switched on.
type Recorder struct {
	clock clock.Clock

	on      atomic.Bool
	mu      sync.Mutex
	entries map[entryKey][]uint32
	spare   [][]uint32
	between map[string][]uint32
}

// NewRecorder makes a recorder that is switched off.
func NewRecorder(c clock.Clock) *Recorder {
	return &Recorder{clock: c, entries: map[entryKey][]uint32{}, between: map[string][]uint32{}}
}

func (r *Recorder) switchOn() { r.on.Store(true) }

// IsOn tells whether there is a timeline to record for.
func (r *Recorder) IsOn() bool { return r.on.Load() }

// RecordStep records one step, sent at an offset from T0.
func (r *Recorder) RecordStep(name, outcome string, sent, latency time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.record(entryKey{second: clock.Second(sent), kind: stepKind, name: name, outcome: outcome}, latency)
}

// RecordBetween records how much of a step's latency lay between its requests.
func (r *Recorder) RecordBetween(name string, between time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.IsOn() {
		r.between[name] = append(r.between[name], uint32(min(max(between.Microseconds(), lowestUs), highestUs)))
	}
}

// drainBetween takes what RecordBetween recorded since the last call, by step.
func (r *Recorder) drainBetween() map[string][]uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	drained := r.between
	r.between = map[string][]uint32{}
	return drained
}

// RecordRequest records one request, sent at an offset from T0. Latency runs from asking for a connection to the end of the answer.
func (r *Recorder) RecordRequest(name, outcome string, sent, latency time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.record(entryKey{second: clock.Second(sent), kind: requestKind, name: name, outcome: outcome}, latency)
}

func (r *Recorder) record(key entryKey, latency time.Duration) {
	if !r.on.Load() {
		return
	}
	latenciesUs, open := r.entries[key]
	if !open && len(r.spare) > 0 {
		latenciesUs = r.spare[len(r.spare)-1]
		r.spare = r.spare[:len(r.spare)-1]
	}
	r.entries[key] = append(latenciesUs, uint32(min(max(latency.Microseconds(), lowestUs), highestUs)))
}

// drain takes everything recorded, in order of second, kind, name and outcome.
func (r *Recorder) drain() []entry {
	r.mu.Lock()
	drained := make([]entry, 0, len(r.entries))
	for key, latenciesUs := range r.entries {
		drained = append(drained, entry{key, latenciesUs})
	}
	clear(r.entries)
	r.mu.Unlock()

	slices.SortFunc(drained, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.second, b.second), cmp.Compare(a.kind, b.kind),
			cmp.Compare(a.name, b.name), cmp.Compare(a.outcome, b.outcome))
	})
	return drained
}

// giveBack returns the memory of drained entries for use again.
func (r *Recorder) giveBack(drained []entry) {
	r.mu.Lock()
	for _, e := range drained {
		r.spare = append(r.spare, e.latenciesUs[:0])
	}
	r.mu.Unlock()
}
