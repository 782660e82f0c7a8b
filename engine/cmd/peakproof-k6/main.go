// Command peakproof-k6 is k6 with Peakproof's extension: TypeScript scripts, k6/x/peakproof and the timeline output.
package main

import (
	"fmt"
	"os"

	"github.com/peakproof/peakproof/engine/internal/loader"
	"github.com/peakproof/peakproof/engine/internal/module"
	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/worker"
	"go.k6.io/k6/v2/cmd"
	"go.k6.io/k6/v2/cmd/state"
	"go.k6.io/k6/v2/errext/exitcodes"
	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/output"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Printf("peakproof engine contract %d\n", module.ContractVersion)
	}
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(int(exitcodes.ScriptException))
	}
	cmd.Execute()
}

// prepare registers the extension and puts the bundled script in the place of the one named.
func prepare() error {
	w, err := worker.FromEnvironment(os.Getenv)
	if err != nil {
		return err
	}
	modules.Register(module.Name, module.New(w))
	output.RegisterExtension("timeline", func(params output.Params) (output.Output, error) {
		return timeline.NewOutput(w.Sources, params)
	})

	// k6 would fetch a binary from Grafana's build service for a script that imports an extension it does not have.
	if os.Getenv(state.AutoExtensionResolution) == "" {
		if err := os.Setenv(state.AutoExtensionResolution, "false"); err != nil {
			return err
		}
	}

	bundle, err := loader.Load(os.Args, os.Getenv)
	if err != nil || bundle == nil {
		return err
	}
	os.Args = bundle.Args
	os.Stdin, err = bundle.Stdin()
	return err
}
