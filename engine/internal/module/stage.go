package module

import (
	"sync"
	"time"

	"github.com/grafana/sobek"
	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/stop"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"go.k6.io/k6/v2/js/modules"
)

// stage brings what happens elsewhere, timers and answers, onto the event loop of a host.
//
// k6 keeps an iteration alive as long as a callback is registered, and takes each callback through its whole machinery. So the
// stage has one callback registered as long as shoppers are here, and what comes while JavaScript is busy is handled in one turn.
type stage struct {
	vu     modules.VU
	clock  clock.Clock
	stop   *stop.Signal
	census *timeline.Census
	// turn handles what came from within JavaScript, so that promises settle when all of it is handled, not one by one.
	turn func() error

	mu     sync.Mutex
	queue  []func()
	came   []func()
	wake   func(func() error)
	isDown bool
	timers map[*timer]struct{}
}

// timer is something that is to happen at an instant.
type timer struct {
	due time.Time
	f   func()
	*time.Timer
}

func newStage(vu modules.VU, c clock.Clock, s *stop.Signal, census *timeline.Census) *stage {
	return &stage{vu: vu, clock: c, stop: s, census: census, timers: map[*timer]struct{}{}}
}

// open takes the event loop until close is called or k6 ends the iteration. inJavaScript is a JavaScript function that calls the
// one it is given.
func (s *stage) open(inJavaScript sobek.Callable) {
	handleAll := s.vu.Runtime().ToValue(func(sobek.FunctionCall) sobek.Value {
		for i, f := range s.came {
			s.came[i] = nil
			f()
		}
		return sobek.Undefined()
	})
	s.turn = func() error {
		_, err := inJavaScript(sobek.Undefined(), handleAll)
		return err
	}
	s.mu.Lock()
	s.isDown = false
	s.wake = s.vu.RegisterCallback()
	s.mu.Unlock()
	go s.watch(s.vu.Context().Done())
}

// watch wakes everybody when the harness asks for the end, and gives the event loop back when k6 ends the iteration.
func (s *stage) watch(iterationEnded <-chan struct{}) {
	select {
	case <-s.stop.Raised():
		for _, t := range s.takeTimers() {
			s.post(t.f)
		}
		<-iterationEnded
	case <-iterationEnded:
	}
	s.takeTimers()
	s.close()
}

func (s *stage) takeTimers() []*timer {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := make([]*timer, 0, len(s.timers))
	for t := range s.timers {
		t.Stop()
		taken = append(taken, t)
	}
	clear(s.timers)
	return taken
}

// close gives the event loop back; what comes later is dropped.
func (s *stage) close() {
	s.mu.Lock()
	wake := s.wake
	s.wake, s.isDown, s.queue = nil, true, nil
	s.mu.Unlock()
	if wake != nil {
		wake(func() error { return nil })
	}
}

// post calls f on the event loop.
func (s *stage) post(f func()) {
	s.mu.Lock()
	if s.isDown {
		s.mu.Unlock()
		return
	}
	s.queue = append(s.queue, f)
	wake := s.wake
	s.wake = nil
	s.mu.Unlock()
	if wake != nil {
		wake(s.handle)
	}
}

// handle handles all that has come; k6 calls it on the event loop.
func (s *stage) handle() error {
	s.mu.Lock()
	if s.isDown {
		s.mu.Unlock()
		return nil
	}
	s.came, s.queue = s.queue, s.came[:0]
	s.wake = s.vu.RegisterCallback()
	s.mu.Unlock()
	return s.turn()
}

// Now implements lives.Stage.
func (s *stage) Now() time.Duration { return s.clock.Now() }

// IsOver implements lives.Stage.
func (s *stage) IsOver() bool { return s.stop.IsRaised() }

// At implements lives.Stage. How late JavaScript gets to it is what tells that the generator cannot keep up.
func (s *stage) At(offset time.Duration, f func()) {
	now := time.Now()
	t := &timer{due: s.clock.At(offset), f: f}
	waits := t.due.Sub(now)
	if waits < 0 {
		t.due, waits = now, 0
	}
	if !s.wait(t, waits) {
		s.post(f)
	}
}

// wait starts the timer, unless the run is over.
func (s *stage) wait(t *timer, waits time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.IsOver() || s.isDown {
		return false
	}
	s.timers[t] = struct{}{}
	t.Timer = time.AfterFunc(waits, func() {
		if s.forget(t) {
			s.post(func() {
				s.census.TimerLate(float64(time.Since(t.due).Microseconds()) / 1000)
				t.f()
			})
		}
	})
	return true
}

func (s *stage) forget(t *timer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, wasWaiting := s.timers[t]
	delete(s.timers, t)
	return wasWaiting
}
