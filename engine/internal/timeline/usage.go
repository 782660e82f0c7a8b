package timeline

import (
	"math"
	"runtime/metrics"
	"slices"
	"syscall"
	"time"
)

const schedLatencies = "/sched/latencies:seconds"

// usage reads what this process takes from the machine, as differences between two readings.
type usage struct {
	cpu         time.Duration
	schedCounts []uint64
	sample      []metrics.Sample
}

func newUsage() *usage {
	u := &usage{sample: []metrics.Sample{{Name: schedLatencies}}}
	u.cpuSeconds()
	u.schedLatencyP99Ms()
	return u
}

// cpuSeconds is the CPU time, user and system, since the last call.
func (u *usage) cpuSeconds() float64 {
	var now syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &now) != nil {
		return 0
	}
	total := time.Duration(now.Utime.Nano() + now.Stime.Nano())
	used := total - u.cpu
	u.cpu = total
	return used.Seconds()
}

// schedLatencyP99Ms is the 99th percentile of the time that goroutines waited for a processor since the last call:
// the upper edge of its bucket.
func (u *usage) schedLatencyP99Ms() float64 {
	metrics.Read(u.sample)
	if u.sample[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0
	}
	histogram := u.sample[0].Value.Float64Histogram()
	if u.schedCounts == nil {
		u.schedCounts = make([]uint64, len(histogram.Counts))
	}
	p99Ms := percentileUpperEdge(0.99, histogram, u.schedCounts) * 1000
	u.schedCounts = append(u.schedCounts[:0], histogram.Counts...)
	return p99Ms
}

// percentileUpperEdge is the upper edge of the bucket that holds the percentile of what came since the counts before.
func percentileUpperEdge(percentile float64, histogram *metrics.Float64Histogram, before []uint64) float64 {
	total := uint64(0)
	for i, count := range histogram.Counts {
		total += count - before[i]
	}
	if total == 0 {
		return 0
	}
	rank := uint64(math.Ceil(percentile * float64(total)))
	seen := uint64(0)
	for i, count := range histogram.Counts {
		if seen += count - before[i]; seen >= rank {
			return finiteEdge(histogram.Buckets[i : i+2])
		}
	}
	return finiteEdge(histogram.Buckets[len(histogram.Buckets)-2:])
}

func finiteEdge(bucket []float64) float64 {
	upper := slices.Max(bucket)
	if math.IsInf(upper, 1) {
		return bucket[0]
	}
	return upper
}
