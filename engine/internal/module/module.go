// Package module is `k6/x/peakproof`, the engine as scenarios/lib sees it: scenarios/lib/engine.d.ts.
package module

import (
	"github.com/grafana/sobek"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/lives"
	"github.com/peakproof/peakproof/engine/internal/worker"
	"go.k6.io/k6/v2/js/modules"
)

// Name is what scenarios import.
const Name = "k6/x/peakproof"

// ContractVersion is the version of the engine's contract with scenarios/lib and with the harness.
const ContractVersion = 5

// Module makes one instance for every k6 VU.
type Module struct {
	worker    *worker.Worker
	exchanges *crew
}

// New makes the module of a worker.
func New(w *worker.Worker) *Module { return &Module{worker: w, exchanges: newCrew()} }

// NewModuleInstance implements modules.Module.
func (m *Module) NewModuleInstance(vu modules.VU) modules.Instance {
	w := m.worker
	return &instance{vu: vu, worker: w, exchanges: m.exchanges, stage: newStage(vu, w.Clock, w.Stop, w.Census)}
}

// instance is the module in one host VU. Its functions are called on the VU's event loop.
type instance struct {
	vu     modules.VU
	worker *worker.Worker
	// exchanges makes the requests of all VUs.
	exchanges *crew
	stage     *stage
	// lives are those of the shoppers who are here; nil before run.
	lives *lives.Lives
	// readAnswer is the script's, for request.
	readAnswer sobek.Callable
}

// Exports implements modules.Instance. What shoppers call again and again takes its arguments as they are, without reflection.
func (i *instance) Exports() modules.Exports {
	engine := i.vu.Runtime().NewObject()
	for name, value := range map[string]any{
		"contractVersion": ContractVersion,
		"run":             i.run,
		"uniform":         i.uniform,
		"stepEnded":       i.stepEnded,
		"request":         i.request,
		"assets":          i.assets,
		"textHolds":       i.textHolds,
		"textAttribute":   i.textAttribute,
		"ledgerIntent":    i.ledgerIntent,
		"ledgerOutcome":   i.ledgerOutcome,
	} {
		if err := engine.Set(name, value); err != nil {
			panic(err) // a plain object takes any property
		}
	}
	return modules.Exports{Default: engine}
}

func (i *instance) ledgerIntent(intent ledger.Intent) error {
	return i.worker.Ledger.WriteIntent(intent)
}

func (i *instance) ledgerOutcome(outcome ledger.Outcome) error {
	return i.worker.Ledger.WriteOutcome(outcome)
}
