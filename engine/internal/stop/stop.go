// Package stop is the channel by which the harness asks shoppers to leave: a file that appears.
package stop

import (
	"os"
	"time"
)

const pollInterval = 100 * time.Millisecond

// Signal is raised once, when the file exists.
type Signal struct {
	raised chan struct{}
}

// Watch watches for a file until it appears. An empty path never raises the signal.
func Watch(path string) *Signal {
	signal := &Signal{raised: make(chan struct{})}
	if path != "" {
		go signal.poll(path)
	}
	return signal
}

func (s *Signal) poll(path string) {
	for {
		if _, err := os.Stat(path); err == nil {
			close(s.raised)
			return
		}
		time.Sleep(pollInterval)
	}
}

// Raised is closed when the harness asks for the end.
func (s *Signal) Raised() <-chan struct{} { return s.raised }

// IsRaised tells whether the harness has asked for the end.
func (s *Signal) IsRaised() bool {
	select {
	case <-s.raised:
		return true
	default:
		return false
	}
}
