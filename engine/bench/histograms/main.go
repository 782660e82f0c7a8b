// Command histograms puts known latencies through the timeline's own recorder, encoder and file, as if they were steps of a run,
// so that what is read from the file can be compared with the exact values.
//
//	histograms --out timeline.ndjson --per-second 1000 < latencies
//
// Standard input: latencies in ns, 8 bytes each, little endian.
package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/peakproof/peakproof/engine/internal/timeline"
	"github.com/peakproof/peakproof/engine/internal/worker"
	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/output"
)

func main() {
	out := flag.String("out", "", "the timeline to write")
	perSecond := flag.Int("per-second", 1000, "how many latencies belong to one second, and so to one histogram")
	flag.Parse()
	if err := record(os.Stdin, *out, *perSecond); err != nil {
		fmt.Fprintln(os.Stderr, "histograms:", err)
		os.Exit(1)
	}
}

func record(latencies io.Reader, path string, perSecond int) error {
	w, err := worker.FromEnvironment(func(string) string { return "" })
	if err != nil {
		return err
	}
	out, err := timeline.NewOutput(w.Sources, output.Params{ConfigArgument: path, Logger: logrus.StandardLogger()})
	if err != nil {
		return err
	}
	if err := out.Start(); err != nil {
		return err
	}
	reader := bufio.NewReader(latencies)
	for i := 0; ; i++ {
		var ns int64
		switch err := binary.Read(reader, binary.LittleEndian, &ns); {
		case errors.Is(err, io.EOF):
			return out.Stop()
		case err != nil:
			return errors.Join(err, out.Stop())
		}
		w.Recorder.RecordStep("sample", "ok", time.Duration(i/perSecond)*time.Second, time.Duration(ns))
	}
}
