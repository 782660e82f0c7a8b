// Package worker holds what one engine process shares between its host VUs and its output.
package worker

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/network"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
	"github.com/peakproof/peakproof/engine/internal/stop"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/traffic"
	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/lib"
)

// Worker is one engine process of a run.
type Worker struct {
	timeline.Sources
	// PerUser gives each virtual user a connection of its own.
	PerUser bool

	network     *network.Network
	makeNetwork sync.Once
}

// ShopperSettings are those for the shoppers of a host VU. All hosts use one network, so that shared connections are shared by
// the whole process.
func (w *Worker) ShopperSettings(vu modules.VU) shoppers.Settings {
	state := vu.State()
	w.makeNetwork.Do(func() {
		w.network = network.New(network.Settings{
			Dialer: state.Dialer, TLS: state.TLSConfig, Meter: w.Traffic, NoReuse: state.Options.NoConnectionReuse.Bool,
		})
	})
	return shoppers.Settings{
		Clock: w.Clock, Meter: w.Traffic, Network: w.network, PerUser: w.PerUser, Record: w.recordFor(vu.Context(), state),
	}
}

// recordFor writes requests down in the timeline, or gives them to k6's own outputs where there is no timeline.
func (w *Worker) recordFor(ctx context.Context, state *lib.State) func(shoppers.Request) {
	return func(request shoppers.Request) {
		if w.Recorder.IsOn() {
			w.Recorder.RecordRequest(request.Name, request.Outcome, request.Sent, request.Latency)
			return
		}
		pushSample(ctx, state, w.Clock, request)
	}
}

// FromEnvironment makes the worker that the environment describes (docs/contracts.md).
func FromEnvironment(getenv func(string) string) (*Worker, error) {
	now := time.Now()
	t0Ms := float64(now.UnixMilli())
	if given := getenv("PEAKPROOF_T0_MS"); given != "" {
		parsed, err := strconv.ParseFloat(given, 64)
		if err != nil {
			return nil, fmt.Errorf("PEAKPROOF_T0_MS is %q: expected milliseconds since the epoch", given)
		}
		t0Ms = parsed
	}

	connections := getenv("PEAKPROOF_CONNECTIONS")
	if connections != "" && connections != "perUser" && connections != "shared" {
		return nil, fmt.Errorf("PEAKPROOF_CONNECTIONS is %q: expected perUser or shared", connections)
	}

	name := getenv("PEAKPROOF_WORKER")
	if name == "" {
		name = "w1"
	}

	runClock := clock.New(now, t0Ms)
	return &Worker{
		Sources: timeline.Sources{
			Worker:   name,
			RunID:    getenv("PEAKPROOF_RUN_ID"),
			Spool:    getenv("PEAKPROOF_SPOOL"),
			Clock:    runClock,
			Recorder: timeline.NewRecorder(runClock),
			Census:   &timeline.Census{},
			Traffic:  &traffic.Meter{},
			Stop:     stop.Watch(getenv("PEAKPROOF_STOP_FILE")),
			Ledger:   ledger.New(getenv("PEAKPROOF_LEDGER"), name, getenv("PEAKPROOF_RUN_ID")),
		},
		PerUser: connections != "shared",
	}, nil
}
