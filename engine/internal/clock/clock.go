// Package clock tells offsets from T0, the instant at which the first shopper may start.
package clock

import (
	"math"
	"time"
)

// Clock counts from T0 on the monotonic clock, so that a jump of the wall clock moves nothing.
type Clock struct {
	start time.Time
	t0    time.Time
}

// New makes a clock whose T0 is t0Ms, in milliseconds since the epoch. now must carry a monotonic reading.
func New(now time.Time, t0Ms float64) Clock {
	t0Wall := time.UnixMicro(int64(math.Round(t0Ms * 1000)))
	return Clock{start: now, t0: now.Add(t0Wall.Sub(now))}
}

// T0Ms is T0 in milliseconds since the epoch.
func (c Clock) T0Ms() float64 { return float64(c.t0.UnixMicro()) / 1000 }

// Offset is the time from T0 to t, negative before T0.
func (c Clock) Offset(t time.Time) time.Duration { return t.Sub(c.t0) }

// Now is the offset from T0 to now.
func (c Clock) Now() time.Duration { return time.Since(c.t0) }

// At is the instant at an offset from T0.
func (c Clock) At(offset time.Duration) time.Time { return c.t0.Add(offset) }

// Second is the whole second of the run in which an offset lies: −1 for the second before T0.
func Second(offset time.Duration) int {
	return int(math.Floor(offset.Seconds()))
}

// SkewMs is by how much the wall clock has moved against the monotonic clock since the clock was made.
func (c Clock) SkewMs(now time.Time) float64 {
	wall := now.Round(0).Sub(c.start.Round(0))
	return float64((wall - now.Sub(c.start)).Microseconds()) / 1000
}
