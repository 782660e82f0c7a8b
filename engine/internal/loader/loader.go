// Package loader lets k6 run TypeScript and node_modules: it bundles the script with k6pack and hands the bundle to k6 on
// stdin. What xk6-ts did; why it is done here: docs/decisions/0002-own-typescript-loader.md.
package loader

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/grafana/k6pack"
)

// Bundle is a script made ready for k6.
type Bundle struct {
	// Args is the command line with `-` in the script's place.
	Args   []string
	Source []byte
}

// Load bundles the script that a command line names. It returns nil where there is nothing to do: another command, no
// TypeScript or JavaScript file, or XK6_TS=false.
func Load(args []string, getenv func(string) string) (*Bundle, error) {
	position := scriptPosition(args)
	if position < 0 || getenv("XK6_TS") == "false" {
		return nil, nil
	}
	script := args[position]
	source, err := os.ReadFile(script)
	if err != nil {
		return nil, fmt.Errorf("the script cannot be read: %w", err)
	}
	absolute, err := filepath.Abs(script)
	if err != nil {
		return nil, err
	}
	bundled, metadata, err := k6pack.Pack(string(source), &k6pack.Options{
		Filename:   absolute,
		TypeScript: slices.Contains([]string{".ts", ".mts"}, filepath.Ext(script)),
		SourceMap:  getenv("XK6_TS_SOURCEMAP") != "false",
	})
	if err != nil {
		return nil, readable(err)
	}
	if slices.Contains(metadata.Imports, shoppersModule) && slices.Contains(metadata.Imports, "k6/http") {
		return nil, errTwoWays
	}
	replaced := slices.Clone(args)
	replaced[position] = "-"
	return &Bundle{Args: replaced, Source: bundled}, nil
}

// shoppersModule is the engine's own; its requests and those of k6/http know nothing of one another.
const shoppersModule = "k6/x/peakproof"

var errTwoWays = errors.New("the scenario, or its shop adapter, imports k6/http: such requests would have other cookies and connections " +
	"than the shopper's, be part of no step, and a synchronous one would stop all shoppers of its host. " +
	"Ask for pages with shopper.get, post, send, submit or assets")

// flagsWithFileValue take a value that may look like a script.
var flagsWithFileValue = []string{
	"-c", "--config", "-e", "--env", "-o", "--out", "-O", "--archive-out", "--console-output", "--log-output",
	"--summary-export", "--tag", "--traces-output",
}

// scriptPosition finds the script among the arguments of run, archive and inspect; −1 when there is none.
func scriptPosition(args []string) int {
	command := slices.IndexFunc(args, func(arg string) bool { return slices.Contains([]string{"run", "archive", "inspect"}, arg) })
	if command < 1 {
		return -1
	}
	for i := command + 1; i < len(args); i++ {
		isScript := slices.Contains([]string{".ts", ".mts", ".js", ".mjs"}, filepath.Ext(args[i]))
		if isScript && !strings.HasPrefix(args[i], "-") && !slices.Contains(flagsWithFileValue, args[i-1]) {
			return i
		}
	}
	return -1
}

// afterthought is what k6pack's plugin says after every other error: there is no metadata of a bundle that was not made.
const afterthought = "✘ [ERROR] unexpected end of JSON input [plugin k6]"

// readable shows every message of the bundler with file, line and column, and the line of code.
func readable(err error) error {
	var formatter interface {
		Format(width int, color bool) string
	}
	if errors.As(err, &formatter) {
		return errors.New(strings.TrimSpace(strings.ReplaceAll(formatter.Format(0, false), afterthought, "")))
	}
	return err
}

// Stdin makes a file from which a process can read the bundle as its standard input.
func (b *Bundle) Stdin() (*os.File, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	go func() {
		_, _ = io.WriteString(writer, string(b.Source)) // k6 says so, if it cannot read its script
		_ = writer.Close()
	}()
	return reader, nil
}
