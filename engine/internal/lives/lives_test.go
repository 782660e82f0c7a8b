package lives

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/network"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/traffic"
)

// world is an event loop whose time only its timers move, and a script whose steps end at once as they are told.
type world struct {
	*Lives
	now    time.Duration
	timers timers
	isOver bool
	left   bool

	log []string
	// outcomes that steps have in turn, by name; ok when there are no more.
	outcomes map[string][]string
	// takesSeconds is how long each step takes.
	takes time.Duration
	// beginFails has visits crash as they begin.
	beginFails bool
}

func newWorld(t *testing.T, journey ...string) *world {
	t.Helper()
	w := &world{outcomes: map[string][]string{}}
	meter := &traffic.Meter{}
	runClock := clock.New(time.Now(), float64(time.Now().UnixMilli()))
	w.Lives = &Lives{
		Settings: Settings{
			Seed: 7, Pace: Pace{ThinkTimeMedian: 2 * time.Second}, Patience: 10 * time.Second, Personas: []Persona{{Share: 1, Parts: parts(journey)}},
		},
		Stage:  w,
		Script: w,
		Host: shoppers.NewHost(context.Background(), shoppers.Settings{
			Clock: runClock, Meter: meter, Network: network.New(network.Settings{Meter: meter}), PerUser: true,
		}),
		Census:    &timeline.Census{},
		Recorder:  timeline.NewRecorder(runClock),
		OnAllLeft: func() { w.left = true },
	}
	return w
}

type event struct {
	at time.Duration
	f  func()
}
type timers []event

func (t timers) Len() int           { return len(t) }
func (t timers) Less(i, j int) bool { return t[i].at < t[j].at }
func (t timers) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *timers) Push(x any)        { *t = append(*t, x.(event)) }
func (t *timers) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}

func (w *world) Now() time.Duration { return w.now }
func (w *world) IsOver() bool       { return w.isOver }
func (w *world) At(offset time.Duration, f func()) {
	if w.isOver {
		offset = w.now
	}
	heap.Push(&w.timers, event{max(offset, w.now), f})
}

// pass lets time pass up to an offset.
func (w *world) pass(until time.Duration) {
	for len(w.timers) > 0 && w.timers[0].at <= until {
		next := heap.Pop(&w.timers).(event)
		w.now = max(w.now, next.at)
		next.f()
	}
	w.now = max(w.now, until)
}

// end raises the end of the run: whoever waits is woken.
func (w *world) end() {
	w.isOver = true
	for i := range w.timers {
		w.timers[i].at = w.now
	}
	heap.Init(&w.timers)
}

func (w *world) say(format string, values ...any) {
	w.log = append(w.log, fmt.Sprintf("%g "+format, append([]any{w.now.Seconds()}, values...)...))
}

func (w *world) Begin(slot, number int, _ bool) (any, error) {
	w.say("visit %d", number)
	if w.beginFails {
		return nil, errors.New("oh")
	}
	return slot, nil
}

func parts(steps []string) []Part {
	parts := make([]Part, len(steps))
	for i, step := range steps {
		parts[i] = Part{Step: step, Chance: 1}
	}
	return parts
}

func (w *world) TakeStep(visit Visit, place int) error {
	name := visit.Steps[place]
	outcome := "ok"
	if left := w.outcomes[name]; len(left) > 0 {
		outcome, w.outcomes[name] = left[0], left[1:]
	}
	if outcome == "throw" {
		w.say("%s throws", name)
		return errors.New("oh")
	}
	w.At(w.now+w.takes, func() {
		w.say("%s %s", name, outcome)
		w.StepEnded(visit.Script.(int), outcome)
	})
	return nil
}

// untimed is the log without its times.
func (w *world) untimed() []string {
	entries := make([]string, len(w.log))
	for i, entry := range w.log {
		_, entries[i], _ = strings.Cut(entry, " ")
	}
	return entries
}

func (w *world) live(startSeconds, endSeconds int) {
	w.Live(3, []Interval{{time.Duration(startSeconds) * time.Second, time.Duration(endSeconds) * time.Second}})
}

func sessions(c *timeline.Census) [4]int64 {
	return [4]int64{c.SessionsStarted.Load(), c.SessionsFinished.Load(), c.SessionsAbandoned.Load(), c.SessionsCrashed.Load()}
}

func TestStepsFollowOneAnotherWithAPauseAfterEach(t *testing.T) {
	w := newWorld(t, "browse", "product")
	w.live(1, 7)
	w.pass(time.Minute)
	want := []string{"1 visit 1", "1 browse ok", "3 product ok", "5 visit 2", "5 browse ok"}
	if !slices.Equal(w.log, want) {
		t.Errorf("%v, want %v", w.log, want)
	}
	if got := sessions(w.Census); got != [4]int64{2, 2, 0, 0} {
		t.Errorf("sessions %v", got)
	}
	if !w.left {
		t.Error("nobody said that all have left")
	}
}

func TestHowStepsEnd(t *testing.T) {
	cases := []struct {
		outcomes []string
		want     []string
		sessions [4]int64
		// pauses are the seconds between the first step's end and what follows: [at least, at most].
		pause [2]float64
	}{
		{[]string{"error", "ok"}, []string{"a error", "a ok", "b ok"}, [4]int64{1, 1, 0, 0}, [2]float64{1, 5}},
		{[]string{"failedCheck", "ok"}, []string{"a failedCheck", "a ok", "b ok"}, [4]int64{1, 1, 0, 0}, [2]float64{1, 5}},
		{[]string{"error", "failedCheck"}, []string{"a error", "a failedCheck"}, [4]int64{1, 0, 1, 0}, [2]float64{1, 5}},
		{[]string{"error", "timeout"}, []string{"a error", "a timeout"}, [4]int64{1, 0, 1, 0}, [2]float64{1, 5}},
		{[]string{"error", "declined"}, []string{"a error", "a declined"}, [4]int64{1, 1, 0, 0}, [2]float64{1, 5}},
		{[]string{"timeout"}, []string{"a timeout"}, [4]int64{1, 0, 1, 0}, [2]float64{2, 2}},
		{[]string{"declined"}, []string{"a declined"}, [4]int64{1, 1, 0, 0}, [2]float64{2, 2}},
		{[]string{"soldOut"}, []string{"a soldOut"}, [4]int64{1, 1, 0, 0}, [2]float64{2, 2}},
		{[]string{Crashed}, []string{"a crashed"}, [4]int64{1, 0, 0, 1}, [2]float64{1, 5}},
		{[]string{"throw"}, []string{"a throws"}, [4]int64{1, 0, 0, 1}, [2]float64{1, 5}},
	}
	for _, c := range cases {
		t.Run(strings.Join(c.outcomes, ","), func(t *testing.T) {
			w := newWorld(t, "a", "b")
			w.outcomes["a"] = c.outcomes
			w.Arrive(3, 0, time.Hour)
			w.pass(10 * time.Minute)
			if got := w.untimed()[1:]; !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
			if got := sessions(w.Census); got != c.sessions {
				t.Errorf("sessions %v, want %v", got, c.sessions)
			}
			if !w.left {
				t.Error("not left")
			}
			if len(w.log) > 2 {
				var first, second float64
				_, _ = fmt.Sscan(w.log[1], &first)
				_, _ = fmt.Sscan(w.log[2], &second)
				if pause := second - first; pause < c.pause[0] || pause > c.pause[1] {
					t.Errorf("a pause of %v s, want %v", pause, c.pause)
				}
			}
		})
	}
}

// Whatever goes wrong, there is no flood: pauses are unconditional.
func TestFailuresMakeNoFlood(t *testing.T) {
	for _, outcome := range []string{"error", "timeout", "throw", Crashed} {
		w := newWorld(t, "a")
		w.outcomes["a"] = slices.Repeat([]string{outcome}, 10_000)
		w.live(0, 60)
		w.pass(2 * time.Minute)
		if len(w.log) > 150 {
			t.Errorf("%s: %d events in a minute", outcome, len(w.log))
		}
	}
	broken := newWorld(t, "a")
	broken.beginFails = true
	broken.live(0, 60)
	broken.pass(2 * time.Minute)
	if got := sessions(broken.Census); got[0] != got[3] || got[0] < 10 || got[0] > 60 {
		t.Errorf("visits that cannot begin: %v", got)
	}
	empty := newWorld(t)
	empty.live(0, 60)
	empty.pass(2 * time.Minute)
	if got := sessions(empty.Census); got[0] != got[1] || got[0] > 31 {
		t.Errorf("journeys without a step: %v", got)
	}
}

func TestTheEndOfTheIntervalIsTheEndOfTheVisit(t *testing.T) {
	w := newWorld(t, "a", "b")
	w.takes = 3 * time.Second
	w.live(0, 2)
	w.pass(time.Minute)
	if want := []string{"0 visit 1", "3 a ok"}; !slices.Equal(w.log, want) {
		t.Errorf("%v, want %v: a step is finished, and no other begun", w.log, want)
	}
	again := newWorld(t, "a", "b")
	again.outcomes["a"] = []string{"error"}
	again.live(0, 1)
	again.pass(time.Minute)
	if want := []string{"0 visit 1", "0 a error"}; !slices.Equal(again.log, want) {
		t.Errorf("%v, want %v: nothing is tried again", again.log, want)
	}
}

func TestASlotLivesThroughSeveralIntervals(t *testing.T) {
	w := newWorld(t, "a")
	w.Live(3, []Interval{{0, 3 * time.Second}, {10 * time.Second, 11 * time.Second}})
	w.pass(time.Minute)
	want := []string{"0 visit 1", "0 a ok", "2 visit 2", "2 a ok", "10 visit 3", "10 a ok"}
	if !slices.Equal(w.log, want) || !w.left {
		t.Errorf("%v, want %v", w.log, want)
	}
}

func TestTheEndOfTheRunLetsStepsFinishAndNothingBegin(t *testing.T) {
	w := newWorld(t, "a", "b")
	w.takes = time.Second
	w.live(0, 3600)
	w.Live(4, []Interval{{time.Hour, 2 * time.Hour}})
	w.pass(100 * time.Second)
	steps := len(w.log)
	w.end()
	w.pass(w.now)
	if len(w.log) > steps+1 || !w.left {
		t.Errorf("after the end: %v, all left: %v", w.log[steps:], w.left)
	}
	if got := sessions(w.Census); got[0] != got[1] {
		t.Errorf("sessions %v", got)
	}
}

func TestRequestsUnderWayAreWaitedFor(t *testing.T) {
	w := newWorld(t, "a")
	w.Arrive(3, 0, time.Hour)
	w.pass(0)
	w = newWorld(t, "a")
	w.outcomes["a"] = []string{"error"}
	w.Arrive(3, 0, time.Hour)
	w.At(0, func() { w.RequestBegan(3) })
	w.pass(0)
	w.At(5*time.Second, func() { w.RequestEnded(3) })
	w.pass(4 * time.Second)
	if len(w.timers) != 1 {
		t.Fatalf("the step ended while a request was under way: %v", w.log)
	}
	w.pass(5 * time.Second)
	if len(w.timers) != 1 || w.timers[0].at < 6*time.Second {
		t.Errorf("no pause before the second try: %v", w.timers)
	}
	w.RequestEnded(99) // of a slot that is not here
}

func TestLateVisitsAreCounted(t *testing.T) {
	w := newWorld(t, "a")
	w.now = 1500 * time.Millisecond
	w.live(0, 60)
	w.Arrive(4, 0, time.Minute)
	w.Arrive(5, time.Second, time.Minute)
	w.pass(30 * time.Second)
	if got := w.Census.SessionsLate.Load(); got != 2 {
		t.Errorf("%d late, want the first visit of 3 and that of 4", got)
	}
}

func TestAllHaveLeftOnlyWhenNobodyIsToCome(t *testing.T) {
	w := newWorld(t, "a")
	release := w.Hold()
	w.Arrive(1, 0, time.Minute)
	w.pass(time.Minute)
	if w.left {
		t.Error("left while others were to come")
	}
	release()
	if !w.left {
		t.Error("not left")
	}
}
