package module

import "sync/atomic"

// mostIdle goroutines of a crew wait for another job; those beyond it end.
const mostIdle = 64

// crew does jobs on goroutines that it keeps. A new one would begin with a small stack and copy it two or three times before its
// request is on the way, which took a twenty-fifth of the engine's time.
type crew struct {
	jobs chan func()
	idle atomic.Int32
}

func newCrew() *crew { return &crew{jobs: make(chan func())} }

// do has an idle goroutine do the job, or a new one: it never waits.
func (c *crew) do(job func()) {
	select {
	case c.jobs <- job:
	default:
		go c.work(job)
	}
}

func (c *crew) work(job func()) {
	for {
		job()
		if c.idle.Add(1) > mostIdle {
			c.idle.Add(-1)
			return
		}
		job = <-c.jobs
		c.idle.Add(-1)
	}
}
