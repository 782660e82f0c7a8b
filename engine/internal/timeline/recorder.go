package timeline

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
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

	mu      sync.Mutex
	on      bool
	entries map[entryKey][]uint32
	spare   [][]uint32
	between map[string][]uint32
	labels  map[*metrics.TagSet]requestLabel
}

// NewRecorder makes a recorder that is switched off.
func NewRecorder(c clock.Clock) *Recorder {
	return &Recorder{clock: c, entries: map[entryKey][]uint32{}, between: map[string][]uint32{}, labels: map[*metrics.TagSet]requestLabel{}}
}

func (r *Recorder) switchOn() {
	r.mu.Lock()
	r.on = true
	r.mu.Unlock()
}

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
	if r.on {
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

// recordRequests records k6's trails; other samples are passed over.
// Full latency is Blocked + Duration: Blocked holds the wait for a connection, connecting and TLS (DESIGN §5).
func (r *Recorder) recordRequests(samples []metrics.SampleContainer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, sample := range samples {
		trail, ok := sample.(*httpext.Trail)
		if !ok {
			continue
		}
		latency := trail.Blocked + trail.Duration
		sent := r.clock.Offset(trail.EndTime) - latency
		label := r.label(trail.Tags)
		r.record(entryKey{second: clock.Second(sent), kind: requestKind, name: label.name, outcome: label.outcome}, latency)
	}
}

// label reads a tag set once: k6 hands out one pointer for equal tags.
func (r *Recorder) label(tags *metrics.TagSet) requestLabel {
	label, known := r.labels[tags]
	if !known {
		label = labelOf(tags)
		r.labels[tags] = label
	}
	return label
}

func (r *Recorder) record(key entryKey, latency time.Duration) {
	if !r.on {
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
