// Package module is `k6/x/peakproof`, the engine as scenarios/lib sees it: scenarios/lib/engine.d.ts.
package module

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/grafana/sobek"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/router"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/worker"
	"go.k6.io/k6/v2/js/modules"
)

// Name is what scenarios import.
const Name = "k6/x/peakproof"

// ContractVersion is the version of the engine's contract with scenarios/lib and with the harness.
const ContractVersion = 1

// Module makes one instance for every k6 VU.
type Module struct {
	worker *worker.Worker
}

// New makes the module of a worker.
func New(w *worker.Worker) *Module { return &Module{worker: w} }

// NewModuleInstance implements modules.Module.
func (m *Module) NewModuleInstance(vu modules.VU) modules.Instance {
	return &instance{vu: vu, worker: m.worker}
}

type instance struct {
	vu     modules.VU
	worker *worker.Worker
	stop   stopCallbacks
}

// Exports implements modules.Instance.
func (i *instance) Exports() modules.Exports {
	engine := i.vu.Runtime().NewObject()
	for name, value := range map[string]any{
		"contractVersion": ContractVersion,
		"t0Ms":            i.worker.Clock.T0Ms(),
		"hostStarted":     i.hostStarted,
		"hostFinished":    i.hostFinished,
		"sessionStarted":  i.sessionStarted,
		"sessionLate":     i.sessionLate,
		"sessionEnded":    i.sessionEnded,
		"beginStep":       i.beginStep,
		"endStep":         i.endStep,
		"timerLate":       i.worker.Census.TimerLate,
		"ledgerIntent":    i.ledgerIntent,
		"ledgerOutcome":   i.ledgerOutcome,
		"stopping":        i.worker.Stop.IsRaised,
		"onStop":          i.onStop,
	} {
		if err := engine.Set(name, value); err != nil {
			panic(err) // a plain object takes any property
		}
	}
	return modules.Exports{Default: engine}
}

// router is the host's; it can be had in VU code only.
func (i *instance) router() (*router.Router, error) {
	state := i.vu.State()
	if state == nil {
		return nil, fmt.Errorf("%s: only contractVersion and t0Ms can be used while the script is initialised", Name)
	}
	return router.Install(state, router.Settings{
		Clock: i.worker.Clock, Traffic: i.worker.Traffic, PerUser: i.worker.PerUser,
	}), nil
}

func (i *instance) hostStarted(int) error {
	if _, err := i.router(); err != nil {
		return err
	}
	i.worker.Census.HostsStarted.Add(1)
	return nil
}

func (i *instance) hostFinished(int) {
	i.worker.Census.HostsFinished.Add(1)
	i.stop.forget()
}

func (i *instance) sessionStarted(slot int) error {
	r, err := i.router()
	if err != nil {
		return err
	}
	if err := r.StartSession(slot); err != nil {
		return err
	}
	i.worker.Census.SessionsStarted.Add(1)
	return nil
}

func (i *instance) sessionLate(int) { i.worker.Census.SessionsLate.Add(1) }

func (i *instance) sessionEnded(slot int, how string) error {
	census := i.worker.Census
	var end *atomic.Int64
	switch how {
	case "finished":
		end = &census.SessionsFinished
	case "abandoned":
		end = &census.SessionsAbandoned
	case "crashed":
		end = &census.SessionsCrashed
	default:
		return fmt.Errorf("sessionEnded(%d, %q): expected finished, abandoned or crashed", slot, how)
	}
	r, err := i.router()
	if err != nil {
		return err
	}
	if err := r.EndSession(slot); err != nil {
		return err
	}
	end.Add(1)
	return nil
}

func (i *instance) beginStep(slot int, name string) error {
	r, err := i.router()
	if err != nil {
		return err
	}
	return r.BeginStep(slot, name)
}

// endStep returns the latency in ms, −1 when nothing was sent.
func (i *instance) endStep(slot int, outcome string) (float64, error) {
	if !slices.Contains(timeline.StepOutcomes, outcome) {
		return 0, fmt.Errorf("endStep(%d, %q): expected one of %v", slot, outcome, timeline.StepOutcomes)
	}
	r, err := i.router()
	if err != nil {
		return 0, err
	}
	step, err := r.EndStep(slot)
	if err != nil || step.NothingSent {
		return -1, err
	}
	i.worker.Recorder.RecordStep(step.Name, outcome, step.Sent, step.Latency)
	if step.Gaps > 0 {
		i.worker.Recorder.RecordBetween(step.Name, step.Between)
	}
	return float64(step.Latency.Microseconds()) / 1000, nil
}

func (i *instance) ledgerIntent(intent ledger.Intent) error {
	return i.worker.Ledger.WriteIntent(intent)
}

func (i *instance) ledgerOutcome(outcome ledger.Outcome) error {
	return i.worker.Ledger.WriteOutcome(outcome)
}

func (i *instance) onStop(value sobek.Value) error {
	callback, isFunction := sobek.AssertFunction(value)
	if !isFunction {
		return fmt.Errorf("onStop: expected a function")
	}
	i.stop.add(i.vu, i.worker.Stop.Raised(), callback)
	return nil
}
