package lives

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestThinkTimesAreLogNormal(t *testing.T) {
	pace := Pace{ThinkTimeMedian: 4 * time.Second, ThinkTimeSigma: 0.6}
	source := pausesOf(5, 1, 1)
	times := make([]float64, 10_001)
	for i := range times {
		times[i] = pace.think(&source).Seconds()
	}
	slices.Sort(times)
	if median := times[5_000]; math.Abs(median/4-1) > 0.03 {
		t.Errorf("median %v s", median)
	}
	// The 84.13th percentile of a normal is one standard deviation above its mean.
	if sigma := math.Log(times[8_414] / 4); math.Abs(sigma-0.6) > 0.03 {
		t.Errorf("sigma %v", sigma)
	}
}

func TestThinkTimesAtTheEdges(t *testing.T) {
	source := pausesOf(5, 1, 1)
	if got := (Pace{ThinkTimeMedian: 4 * time.Second}).think(&source); got != 4*time.Second {
		t.Errorf("without spread: %v", got)
	}
	short := Pace{ThinkTimeMedian: time.Millisecond, ThinkTimeSigma: 3}
	for range 1000 {
		if got := short.think(&source); got < leastPause {
			t.Fatalf("a pause of %v", got)
		}
	}
}

func TestRetryPausesAreOneToFiveSeconds(t *testing.T) {
	source := pausesOf(6, 1, 1)
	least, most := time.Hour, time.Duration(0)
	for range 1000 {
		pause := retryPause(&source)
		least, most = min(least, pause), max(most, pause)
	}
	if least < time.Second || most > 5*time.Second || most-least < 3*time.Second {
		t.Errorf("from %v to %v", least, most)
	}
}

func TestPausesHangOnSeedSlotAndVisit(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(5) {
		for slot := range 50 {
			for visit := range 50 {
				source := pausesOf(seed, slot, visit)
				again := pausesOf(seed, slot, visit)
				first := source.Uint64()
				if first != again.Uint64() {
					t.Fatal("not the same again")
				}
				seen[first] = true
			}
		}
	}
	if len(seen) != 5*50*50 {
		t.Errorf("%d different streams of %d", len(seen), 5*50*50)
	}
}

func TestUniformNumbersAreUniformAndIndependent(t *testing.T) {
	const n = 100_000
	sum, squares, lagged, last := 0.0, 0.0, 0.0, 0.5
	var tens [10]int
	for i := range uint64(n) {
		x := Uniform(1, i/100, 1, 2, i%100)
		sum += x
		squares += x * x
		lagged += (x - 0.5) * (last - 0.5)
		last = x
		tens[int(x*10)]++
	}
	// Four standard errors each.
	if mean := sum / n; math.Abs(mean-0.5) > 4*math.Sqrt(1.0/12/n) {
		t.Errorf("mean %v", mean)
	}
	if correlation := lagged / n * 12; math.Abs(correlation) > 4/math.Sqrt(n) {
		t.Errorf("neighbours correlate: %v", correlation)
	}
	for _, count := range tens {
		if math.Abs(float64(count)-n/10) > 4*math.Sqrt(n*0.09) {
			t.Errorf("tens %v", tens)
		}
	}
	if Uniform(1, 2, 3) == Uniform(1, 3, 2) || Uniform(1, 2) == Uniform(2, 1) {
		t.Error("the order of the parts makes no difference")
	}
}
