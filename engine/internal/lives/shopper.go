package lives

import (
	"math/rand/v2"
	"time"
)

// lateBy is how much after its time a visit may begin; beyond, the generator could not keep up.
const lateBy = time.Second

// shopper is one virtual user, in one of these states: waiting for its time, in a step, or in a pause.
type shopper struct {
	lives     *Lives
	slot      int
	intervals []Interval
	comesOnce bool

	// visits made so far, in all intervals.
	visits int
	// visitsHere are those of the present interval.
	visitsHere int

	visit  Visit
	place  int
	tries  int
	pauses rand.PCG
	// returned is the outcome of a step whose function has returned, while requests of it are under way; empty otherwise.
	returned string
	underWay int
}

func (s *shopper) awaitInterval() {
	if len(s.intervals) == 0 {
		s.lives.leave(s)
		return
	}
	s.visitsHere = 0
	s.lives.Stage.At(s.intervals[0].Start, s.visitAgain)
}

// mayStay is false once the shopper is to leave: its step is finished, and no other begun.
func (s *shopper) mayStay() bool {
	stage := s.lives.Stage
	return !stage.IsOver() && stage.Now() < s.intervals[0].End
}

// pause ends early when the shopper is to leave.
func (s *shopper) pause(length time.Duration, then func()) {
	stage := s.lives.Stage
	stage.At(min(stage.Now()+length, s.intervals[0].End), then)
}

func (s *shopper) visitAgain() {
	if !s.mayStay() || s.comesOnce && s.visitsHere > 0 {
		s.intervals = s.intervals[1:]
		s.awaitInterval()
		return
	}
	l := s.lives
	s.visits++
	s.visitsHere++
	s.pauses = pausesOf(l.Seed, s.slot, s.visits)
	s.visit, s.place = Visit{Journey: l.journeys.draw(l.Personas, l.Seed, s.slot, s.visits)}, 0
	err := l.Host.StartSession(s.slot, s.visit.KeepsCookies)
	if err == nil {
		s.visit.Script, err = l.Script.Begin(s.slot, s.visits, s.visit.KeepsCookies)
	}
	l.Census.SessionsStarted.Add(1)
	if s.visitsHere == 1 && l.Stage.Now()-s.intervals[0].Start > lateBy {
		l.Census.SessionsLate.Add(1)
	}
	switch {
	case err != nil:
		s.pause(retryPause(&s.pauses), s.endCrashed)
	case len(s.visit.Steps) == 0:
		s.pause(l.Pace.think(&s.pauses), s.endFinished)
	default:
		s.beginStep()
	}
}

// beginStep begins the step at the present place for the first time.
func (s *shopper) beginStep() {
	s.tries = 0
	s.takeStep()
}

func (s *shopper) takeStep() {
	l := s.lives
	s.tries++
	s.returned = ""
	err := l.Host.BeginStep(s.slot, s.visit.Steps[s.place], time.Now().Add(l.Patience))
	if err == nil {
		err = l.Script.TakeStep(s.visit, s.place)
	}
	if err != nil {
		s.stepReturned(Crashed)
	}
}

func (s *shopper) stepReturned(outcome string) {
	s.returned = outcome
	s.stepSettled()
}

// stepSettled ends a step when its function has returned and its last answer is there, also when another request has failed it.
func (s *shopper) stepSettled() {
	if s.returned == "" || s.underWay > 0 {
		return
	}
	outcome := s.returned
	s.returned = ""
	if outcome == Crashed {
		s.pause(retryPause(&s.pauses), s.endCrashed)
		return
	}
	l := s.lives
	if step, err := l.Host.EndStep(s.slot); err == nil && !step.NothingSent {
		l.Recorder.RecordStep(step.Name, outcome, step.Sent, step.Latency)
		if step.Gaps > 0 {
			l.Recorder.RecordBetween(step.Name, step.Between)
		}
	}
	if s.tries == 1 && (outcome == "error" || outcome == "failedCheck") {
		s.pause(retryPause(&s.pauses), func() { s.tryAgain(outcome) })
		return
	}
	s.thinkAfter(outcome)
}

// tryAgain takes a step that failed once more, unless the shopper is to leave.
func (s *shopper) tryAgain(outcome string) {
	if s.mayStay() {
		s.takeStep()
		return
	}
	s.thinkAfter(outcome)
}

// thinkAfter pauses after a step, whatever became of it, and goes on: patience that ran out and a second failure end the visit as
// abandoned; a declined card or a product that is sold out end it as finished, as does the end of the shopper's time.
func (s *shopper) thinkAfter(outcome string) {
	then := s.goOn
	switch outcome {
	case "ok":
	case "declined", "soldOut":
		then = s.endFinished
	default:
		then = s.endAbandoned
	}
	s.pause(s.lives.Pace.think(&s.pauses), then)
}

func (s *shopper) goOn() {
	s.place++
	if s.place == len(s.visit.Steps) || !s.mayStay() {
		s.endFinished()
		return
	}
	s.beginStep()
}

func (s *shopper) endFinished() {
	s.lives.Census.SessionsFinished.Add(1)
	s.endVisit()
}

func (s *shopper) endAbandoned() {
	s.lives.Census.SessionsAbandoned.Add(1)
	s.endVisit()
}

func (s *shopper) endCrashed() {
	s.lives.Census.SessionsCrashed.Add(1)
	s.endVisit()
}

func (s *shopper) endVisit() {
	keepsCookies := s.visit.KeepsCookies && !s.comesOnce
	_ = s.lives.Host.EndSession(s.slot, keepsCookies) // it was started: there is no error
	s.visit = Visit{}
	s.visitAgain()
}
