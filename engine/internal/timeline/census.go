package timeline

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
)

// Census counts hosts, sessions and late timers of this worker.
type Census struct {
	HostsStarted      atomic.Int64
	HostsFinished     atomic.Int64
	SessionsStarted   atomic.Int64
	SessionsFinished  atomic.Int64
	SessionsAbandoned atomic.Int64
	SessionsCrashed   atomic.Int64
	SessionsLate      atomic.Int64

	mu          sync.Mutex
	timers      int
	timerLateMs []float64
}

// maxTimerLateMs is how many timers are kept between two readings; of more, an even sample.
const maxTimerLateMs = 1 << 16

// TimerLate notes by how much a JavaScript timer fired late, in ms.
func (c *Census) TimerLate(lateMs float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timers++
	if len(c.timerLateMs) < maxTimerLateMs {
		c.timerLateMs = append(c.timerLateMs, max(0, lateMs))
	} else if i := rand.IntN(c.timers); i < maxTimerLateMs {
		c.timerLateMs[i] = max(0, lateMs)
	}
}

// timerLatenessP99Ms is the 99th percentile since the last call; 0 without a timer.
func (c *Census) timerLatenessP99Ms() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timerLateMs) == 0 {
		return 0
	}
	slices.Sort(c.timerLateMs)
	p99 := c.timerLateMs[int(math.Ceil(0.99*float64(len(c.timerLateMs))))-1]
	c.timers, c.timerLateMs = 0, c.timerLateMs[:0]
	return p99
}

// sessionTotals are the counts since the start of the worker.
type sessionTotals struct {
	started, finished, abandoned, crashed, late int64
}

func (c *Census) sessionTotals() sessionTotals {
	// Ends are read first, so that a session that starts and ends in between cannot make the active count negative.
	totals := sessionTotals{
		finished:  c.SessionsFinished.Load(),
		abandoned: c.SessionsAbandoned.Load(),
		crashed:   c.SessionsCrashed.Load(),
		late:      c.SessionsLate.Load(),
	}
	totals.started = c.SessionsStarted.Load()
	return totals
}

func (t sessionTotals) active() int64 { return t.started - t.finished - t.abandoned - t.crashed }
