package timeline

import (
	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

// trailLabels remember what tag sets say: k6 hands out one pointer for equal tags.
type trailLabels map[*metrics.TagSet]requestLabel

const maxTrailLabels = 4096

func (l trailLabels) of(tags *metrics.TagSet) requestLabel {
	label, known := l[tags]
	if !known {
		if len(l) >= maxTrailLabels {
			clear(l)
		}
		label = labelOf(tags)
		l[tags] = label
	}
	return label
}

// recordRequests records k6's trails; other samples are passed over. It is called by one goroutine at a time.
// Full latency is Blocked + Duration: Blocked holds the wait for a connection, connecting and TLS (DESIGN §5).
func (r *Recorder) recordRequests(samples []metrics.SampleContainer) {
	for _, sample := range samples {
		trail, ok := sample.(*httpext.Trail)
		if !ok {
			continue
		}
		latency := trail.Blocked + trail.Duration
		label := r.labels.of(trail.Tags)
		r.RecordRequest(label.name, label.outcome, r.clock.Offset(trail.EndTime)-latency, latency)
	}
}
