package lives

import (
	"math"
	"math/rand/v2"
	"time"
)

// leastPause keeps a shopper that always fails from becoming a flood: no pause is shorter.
const leastPause = 100 * time.Millisecond

// What a shopper waits before it tries a failed step once more, or comes back after a crash.
const (
	leastRetryPause = time.Second
	mostRetryPause  = 5 * time.Second
)

// Pace is how fast shoppers go from step to step.
type Pace struct {
	// ThinkTimeMedian is the median of the time between two steps.
	ThinkTimeMedian time.Duration
	// ThinkTimeSigma is the standard deviation of its logarithm.
	ThinkTimeSigma float64
}

// think draws a time between two steps: log-normal, as dwell times on web pages are found to be.
func (p Pace) think(source *rand.PCG) time.Duration {
	factor := math.Exp(p.ThinkTimeSigma * rand.New(source).NormFloat64())
	return max(leastPause, time.Duration(float64(p.ThinkTimeMedian)*factor))
}

func retryPause(source *rand.PCG) time.Duration {
	return leastRetryPause + time.Duration(rand.New(source).Int64N(int64(mostRetryPause-leastRetryPause)+1))
}

// pausesOf is the stream of the pauses of a visit: the same in every run with the same seed.
func pausesOf(seed uint64, slot, visit int) rand.PCG {
	var source rand.PCG
	source.Seed(hash(seed, uint64(slot), uint64(visit), 0), hash(seed, uint64(slot), uint64(visit), 1))
	return source
}

// Uniform is a number that hangs on its place alone, 0 ≤ x < 1: a counter-based generator (Salmon and others, "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011) on the finaliser of SplitMix64.
func Uniform(place ...uint64) float64 { return float64(hash(place...)>>11) / (1 << 53) }

func hash(place ...uint64) uint64 {
	h := uint64(0)
	for _, part := range place {
		h = mix(h ^ mix(part))
	}
	return h
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
