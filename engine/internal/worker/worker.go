// Package worker holds what one engine process shares between its host VUs and its output.
package worker

import (
	"fmt"
	"strconv"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/ledger"
	"github.com/peakproof/peakproof/engine/internal/stop"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/traffic"
)

// Worker is one engine process of a run.
type Worker struct {
	timeline.Sources
	// PerUser gives each virtual user a connection of its own.
	PerUser bool
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
