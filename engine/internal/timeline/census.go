package timeline

import (
	"math"
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
	timerLateMs []float64
}

// TimerLate notes by how much a JavaScript timer fired late, in ms.
func (c *Census) TimerLate(lateMs float64) {
	c.mu.Lock()
	c.timerLateMs = append(c.timerLateMs, max(0, lateMs))
	c.mu.Unlock()
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
	c.timerLateMs = c.timerLateMs[:0]
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
