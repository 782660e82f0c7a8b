//go:build !linux

package timeline

import "runtime/metrics"

// rssMiB is the memory that the Go runtime holds and has not returned: where the system has no cheap way to ask for the
// resident set.
func rssMiB() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	return float64(sample[0].Value.Uint64()-sample[1].Value.Uint64()) / (1 << 20)
}
