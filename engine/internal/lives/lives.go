// Package lives leads the lives of a host's virtual users: when each comes, how it walks its journey, how long it thinks, when it
// leaves. The steps themselves are JavaScript, the shop's adapter; everything between them is here, because a coroutine, a timer and
// a few promises for each of 20,000 shoppers is what a JavaScript runtime in Go pays dearly for
// (docs/decisions/0008-requests-of-our-own.md).
package lives

import (
	"time"

	"github.com/peakproof/peakproof/engine/internal/shoppers"
	"github.com/peakproof/peakproof/engine/internal/timeline"
)

// Stage is the event loop of a host. All of this package runs on it. Offsets are from T0.
type Stage interface {
	Now() time.Duration
	// At calls f at an offset, or at once when the run is over; never before it returns.
	At(offset time.Duration, f func())
	// IsOver tells whether the harness has asked for the end.
	IsOver() bool
}

// Script is the JavaScript side of the shoppers.
type Script interface {
	// Begin makes visit number 1, 2, … of a slot, and returns what the script knows of it.
	Begin(slot, number int, keepsCookies bool) (any, error)
	// TakeStep begins the step at a place of a visit's journey; Lives.StepEnded is called when it has come to its end.
	TakeStep(visit Visit, place int) error
}

// Visit is one session of a virtual user.
type Visit struct {
	Journey
	// Script is what the JavaScript side knows of it.
	Script any
}

// Crashed is the outcome of a step that ended by a mistake in the adapter. It is counted, and recorded nowhere else.
const Crashed = "crashed"

// Interval is a time in which a slot is active: from Start on, no longer at End.
type Interval struct{ Start, End time.Duration }

// Settings are the same for all shoppers of a run.
type Settings struct {
	Seed     uint64
	Pace     Pace
	Personas []Persona
	// Patience is how long a shopper waits for a step.
	Patience time.Duration
}

// Lives are those of one host.
type Lives struct {
	Settings
	Stage    Stage
	Script   Script
	Host     *shoppers.Host
	Census   *timeline.Census
	Recorder *timeline.Recorder
	// OnAllLeft is called when the last shopper has left.
	OnAllLeft func()

	journeys journeys
	present  map[int]*shopper
	awaited  int
}

// Live leads the life of a slot through the intervals in which it is active: visit after visit.
func (l *Lives) Live(slot int, intervals []Interval) {
	s := &shopper{lives: l, slot: slot, intervals: intervals}
	l.enter(s)
	s.awaitInterval()
}

// Arrive makes one visit at an offset, and no other: a session of the open model.
func (l *Lives) Arrive(slot int, at, end time.Duration) {
	s := &shopper{lives: l, slot: slot, intervals: []Interval{{Start: at, End: end}}, comesOnce: true}
	l.enter(s)
	s.awaitInterval()
}

// Hold keeps the host alive until the function that it returns is called: more shoppers are to come.
func (l *Lives) Hold() (release func()) {
	l.awaited++
	return l.release
}

func (l *Lives) enter(s *shopper) {
	if l.present == nil {
		l.present = map[int]*shopper{}
	}
	l.present[s.slot] = s
	l.awaited++
}

func (l *Lives) leave(s *shopper) {
	delete(l.present, s.slot)
	l.release()
}

func (l *Lives) release() {
	l.awaited--
	if l.awaited == 0 {
		l.OnAllLeft()
	}
}

// StepEnded is called by the script when the step of a slot has come to its end; requests that are still under way are waited for.
func (l *Lives) StepEnded(slot int, outcome string) {
	if s, isHere := l.present[slot]; isHere {
		s.stepReturned(outcome)
	}
}

// RequestBegan and RequestEnded are called around each request of a slot, on the event loop.
func (l *Lives) RequestBegan(slot int) {
	if s, isHere := l.present[slot]; isHere {
		s.underWay++
	}
}

// RequestEnded see RequestBegan.
func (l *Lives) RequestEnded(slot int) {
	if s, isHere := l.present[slot]; isHere {
		s.underWay--
		s.stepSettled()
	}
}
