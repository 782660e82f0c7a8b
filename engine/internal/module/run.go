package module

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/grafana/sobek"
	"github.com/peakproof/peakproof/engine/internal/lives"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
	"github.com/peakproof/peakproof/engine/internal/timeline"
)

// shop is what `run` is told of the shoppers: Shoppers of scenarios/lib/engine.d.ts.
type shop struct {
	Seed                   float64        `js:"seed"`
	ThinkTimeMedianSeconds float64        `js:"thinkTimeMedianSeconds"`
	ThinkTimeSigma         float64        `js:"thinkTimeSigma"`
	PatienceSeconds        float64        `js:"patienceSeconds"`
	Personas               []persona      `js:"personas"`
	Lives                  []life         `js:"lives"`
	NextArrival            sobek.Callable `js:"nextArrival"`
	EndSeconds             float64        `js:"endSeconds"`
	Begin                  sobek.Callable `js:"begin"`
	TakeStep               sobek.Callable `js:"takeStep"`
	Read                   sobek.Callable `js:"read"`
	Turn                   sobek.Callable `js:"turn"`
}

// life is when a slot is active.
type life struct {
	Slot      int `js:"slot"`
	Intervals []struct {
		StartSeconds float64 `js:"startSeconds"`
		EndSeconds   float64 `js:"endSeconds"`
	} `js:"intervals"`
}

// persona is a kind of shopper.
type persona struct {
	Share        float64 `js:"share"`
	KeepsCookies bool    `js:"keepsCookies"`
	Journey      []struct {
		Step   string  `js:"step"`
		Chance float64 `js:"chance"`
	} `js:"journey"`
}

// personasOf checks what a script says of its shoppers: their journeys are kept as bits.
func personasOf(given []persona) ([]lives.Persona, error) {
	if len(given) == 0 {
		return nil, errors.New("run: a scenario needs at least one persona")
	}
	personas := make([]lives.Persona, len(given))
	for i, one := range given {
		if len(one.Journey) > lives.MostParts {
			return nil, fmt.Errorf("run: a journey of %d parts: at most %d are allowed", len(one.Journey), lives.MostParts)
		}
		personas[i] = lives.Persona{Share: one.Share, KeepsCookies: one.KeepsCookies}
		for _, part := range one.Journey {
			personas[i].Parts = append(personas[i].Parts, lives.Part{Step: part.Step, Chance: part.Chance})
		}
	}
	return personas, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// run leads the lives of a host's shoppers; the promise that it returns resolves when all have left.
func (i *instance) run(given shop) (*sobek.Promise, error) {
	if i.vu.State() == nil {
		return nil, errors.New("run: shoppers cannot shop while the script is initialised")
	}
	if i.lives != nil {
		return nil, errors.New("run: the shoppers of this host are here already")
	}
	personas, err := personasOf(given.Personas)
	if err != nil {
		return nil, err
	}
	promise, resolve, _ := i.vu.Runtime().NewPromise()
	census := i.worker.Census
	census.HostsStarted.Add(1)
	i.stage.open(given.Turn)
	i.readAnswer = given.Read
	i.lives = &lives.Lives{
		Settings: lives.Settings{
			Seed:     uint64(given.Seed),
			Pace:     lives.Pace{ThinkTimeMedian: seconds(given.ThinkTimeMedianSeconds), ThinkTimeSigma: given.ThinkTimeSigma},
			Patience: seconds(given.PatienceSeconds),
			Personas: personas,
		},
		Stage:    i.stage,
		Script:   &script{rt: i.vu.Runtime(), begin: given.Begin, takeStep: given.TakeStep},
		Host:     shoppers.NewHost(i.vu.Context(), i.worker.ShopperSettings(i.vu)),
		Census:   census,
		Recorder: i.worker.Recorder,
		OnAllLeft: func() {
			census.HostsFinished.Add(1)
			i.stage.close()
			i.lives = nil
			_ = resolve(sobek.Undefined())
		},
	}
	release := i.lives.Hold()
	for _, one := range given.Lives {
		intervals := make([]lives.Interval, len(one.Intervals))
		for at, interval := range one.Intervals {
			intervals[at] = lives.Interval{Start: seconds(interval.StartSeconds), End: seconds(interval.EndSeconds)}
		}
		i.lives.Live(one.Slot, intervals)
	}
	if given.NextArrival == nil {
		release()
		return promise, nil
	}
	i.awaitArrivals(given.NextArrival, seconds(given.EndSeconds), release)
	return promise, nil
}

// awaitArrivals lets sessions arrive one after another, as many as the script knows of.
func (i *instance) awaitArrivals(next sobek.Callable, end time.Duration, release func()) {
	value, err := next(sobek.Undefined())
	if err != nil || sobek.IsNull(value) || i.stage.IsOver() {
		release()
		return
	}
	arrival := value.ToObject(i.vu.Runtime())
	at := seconds(arrival.Get("atSeconds").ToFloat())
	i.lives.Arrive(int(arrival.Get("slot").ToInteger()), at, end)
	i.stage.At(at, func() { i.awaitArrivals(next, end, release) })
}

// uniform takes seed, slot, visit, stream and n.
func (i *instance) uniform(call sobek.FunctionCall) sobek.Value {
	var place [5]uint64
	for at := range place {
		place[at] = uint64(call.Argument(at).ToInteger())
	}
	return i.vu.Runtime().ToValue(lives.Uniform(place[:]...))
}

// stepEnded takes slot and outcome.
func (i *instance) stepEnded(call sobek.FunctionCall) sobek.Value {
	outcome := call.Argument(1).String()
	if outcome != lives.Crashed && !slices.Contains(timeline.StepOutcomes, outcome) {
		panic(i.vu.Runtime().NewGoError(fmt.Errorf("stepEnded: %q is none of %v", outcome, timeline.StepOutcomes)))
	}
	if i.lives != nil {
		i.lives.StepEnded(int(call.Argument(0).ToInteger()), outcome)
	}
	return sobek.Undefined()
}

// script is the JavaScript side of the shoppers.
type script struct {
	rt              *sobek.Runtime
	begin, takeStep sobek.Callable
}

// Begin implements lives.Script.
func (s *script) Begin(slot, number int, keepsCookies bool) (any, error) {
	return s.begin(sobek.Undefined(), s.rt.ToValue(slot), s.rt.ToValue(number), s.rt.ToValue(keepsCookies))
}

// TakeStep implements lives.Script.
func (s *script) TakeStep(visit lives.Visit, place int) error {
	_, err := s.takeStep(sobek.Undefined(), visit.Script.(sobek.Value), s.rt.ToValue(visit.Steps[place]), s.rt.ToValue(place))
	return err
}
