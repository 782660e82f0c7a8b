package timeline

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
)

// A second in five brings in a drain, as at 10,000 attempts a second.
const attemptsPerDrain = 10_000

var benchedNames = []string{"browse", "search", "product", "cart", "checkout", "confirmation"}

func benchedRecorder() *Recorder {
	now := time.Now()
	r := NewRecorder(clock.New(now, float64(now.UnixMilli())))
	r.switchOn()
	return r
}

func BenchmarkRecordStep(b *testing.B) {
	r := benchedRecorder()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.RecordStep(benchedNames[i%len(benchedNames)], "ok", time.Duration(i)*100*time.Microsecond, time.Duration(i%300)*time.Millisecond)
		if i++; i%attemptsPerDrain == 0 {
			r.giveBack(r.drain())
		}
	}
}

func BenchmarkRecordStepFromManyGoroutines(b *testing.B) {
	r := benchedRecorder()
	b.ReportAllocs()
	b.SetParallelism(1000)
	var attempts atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := attempts.Add(1)
			r.RecordStep(benchedNames[i%int64(len(benchedNames))], "ok", time.Duration(i)*100*time.Microsecond, time.Duration(i%300)*time.Millisecond)
			if i%attemptsPerDrain == 0 {
				r.giveBack(r.drain())
			}
		}
	})
}
