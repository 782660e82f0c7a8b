package timeline

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// target is where a timeline goes: a file, and from there perhaps to a collector.
type target struct {
	path      string
	collector *url.URL
}

// parseTarget reads the argument of `--out timeline=`; a collector needs a spool file, which has a name by default.
func parseTarget(argument, spool, worker string) (target, error) {
	scheme, _, hasScheme := strings.Cut(argument, "://")
	switch {
	case argument == "":
		return target{}, errors.New("the timeline output needs a file or a collector: --out timeline=<path or http(s) URL>")
	case !hasScheme:
		return target{path: argument}, nil
	case scheme != "http" && scheme != "https":
		return target{}, fmt.Errorf("--out timeline=%s://…: expected a path, http:// or https://", scheme)
	}
	collector, err := url.Parse(argument)
	if err != nil || collector.Host == "" {
		return target{}, errors.New("--out timeline=<URL>: the URL of the collector cannot be read: expected http(s)://host/path")
	}
	if spool == "" {
		spool = fmt.Sprintf("timeline-%s.ndjson", worker)
	}
	// What is not delivered is told by a path that means something outside of this process.
	if absolute, err := filepath.Abs(spool); err == nil {
		spool = absolute
	}
	return target{path: spool, collector: collector}, nil
}

func (t target) String() string {
	if t.collector == nil {
		return t.path
	}
	return fmt.Sprintf("%s by way of %s", t.collector.Redacted(), t.path)
}
