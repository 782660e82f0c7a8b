package timeline

import (
	"math"
	"runtime/metrics"
	"testing"
)

func TestTimerLatenessIsThePercentileOfOneSecond(t *testing.T) {
	c := &Census{}
	if got := c.timerLatenessP99Ms(); got != 0 {
		t.Errorf("without a timer: %v", got)
	}
	for i := range 200 {
		c.TimerLate(float64(200 - i))
	}
	if got := c.timerLatenessP99Ms(); got != 198 {
		t.Errorf("p99 of 1…200: %v", got)
	}
	c.TimerLate(-3)
	if got := c.timerLatenessP99Ms(); got != 0 {
		t.Errorf("a timer that is early is not late: %v", got)
	}
}

func TestTimersAreSampledWhenNobodyReadsThem(t *testing.T) {
	c := &Census{}
	const timers = 10 * maxTimerLateMs
	for i := range timers {
		c.TimerLate(float64(i))
	}
	if kept := len(c.timerLateMs); kept != maxTimerLateMs {
		t.Errorf("%d timers are kept", kept)
	}
	if got := c.timerLatenessP99Ms(); got < 0.985*timers || got > 0.995*timers {
		t.Errorf("p99 of 0…%d: %v", timers, got)
	}
}

func TestActiveSessions(t *testing.T) {
	c := &Census{}
	c.SessionsStarted.Add(10)
	c.SessionsFinished.Add(3)
	c.SessionsAbandoned.Add(2)
	c.SessionsCrashed.Add(1)
	if got := c.sessionTotals().active(); got != 4 {
		t.Errorf("%d active", got)
	}
}

func TestPercentileOfADifferenceBetweenHistograms(t *testing.T) {
	buckets := []float64{0, 1, 2, 3, math.Inf(1)}
	before := []uint64{100, 100, 100, 100}
	cases := []struct {
		counts []uint64
		want   float64
	}{
		{[]uint64{100, 100, 100, 100}, 0},
		{[]uint64{101, 100, 100, 100}, 1},
		{[]uint64{199, 101, 100, 100}, 1},
		{[]uint64{198, 102, 100, 100}, 2},
		{[]uint64{100, 100, 100, 101}, 3},
	}
	for _, c := range cases {
		histogram := &metrics.Float64Histogram{Counts: c.counts, Buckets: buckets}
		if got := percentileUpperEdge(0.99, histogram, before); got != c.want {
			t.Errorf("%v: %v, want %v", c.counts, got, c.want)
		}
	}
}

func TestUsageIsOfThisProcess(t *testing.T) {
	u := newUsage()
	sum := 0.0
	for i := range 30_000_000 {
		sum += math.Sqrt(float64(i))
	}
	if cpu := u.cpuSeconds(); cpu <= 0 || cpu > 60 || sum == 0 {
		t.Errorf("%v CPU seconds", cpu)
	}
	if rss := rssMiB(); rss < 1 || rss > 10_000 {
		t.Errorf("%v MiB", rss)
	}
}
