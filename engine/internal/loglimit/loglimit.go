// Package loglimit bounds what the engine logs: k6 writes one file for the whole run and never turns it over, and a fault can
// make every shopper say the same.
package loglimit

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
)

const (
	// With these, a log grows by 6 MB an hour at most.
	maxPerMinute    = 50
	maxMessageBytes = 2000

	exemptField = "output"
	exempt      = "timeline"
)

// Limit is what was left out of a log.
type Limit struct {
	logger *logrus.Logger
	now    func() time.Time

	mu      sync.Mutex
	minute  time.Time
	passed  int
	leftOut int
	closed  bool
}

// Install lets at most 50 messages a minute through to a log that k6 writes to a file, or sends; and the first 2,000 bytes
// of each. How many more there were is logged when the minute is over and another message comes, or with Close. A log
// on a terminal is not touched.
func Install(logger logrus.FieldLogger) *Limit {
	l := &Limit{now: time.Now}
	root, ok := logger.(*logrus.Logger)
	if !ok {
		return l
	}
	l.logger = root
	limited := logrus.LevelHooks{}
	for level, hooks := range root.ReplaceHooks(logrus.LevelHooks{}) {
		for _, hook := range hooks {
			// Other hooks, as the one that takes secrets out, see everything.
			if _, writes := hook.(interface{ Listen(context.Context) }); writes {
				hook = &limitedHook{Hook: hook, limit: l}
			}
			limited[level] = append(limited[level], hook)
		}
	}
	root.ReplaceHooks(limited)
	return l
}

// Exempt is a logger whose messages always pass: for what is said once a run.
func Exempt(logger logrus.FieldLogger) logrus.FieldLogger {
	if logger == nil {
		silent := logrus.New()
		silent.SetOutput(io.Discard)
		logger = silent
	}
	return logger.WithField(exemptField, exempt)
}

// Close logs how many messages were left out last, and lets pass what comes after: k6's own last words.
func (l *Limit) Close() {
	l.mu.Lock()
	leftOut := l.leftOut
	l.closed, l.leftOut = true, 0
	l.mu.Unlock()
	if leftOut > 0 {
		Exempt(l.logger).Error(andMore(leftOut))
	}
}

func andMore(leftOut int) string {
	return fmt.Sprintf("… and %d more messages: the log takes %d a minute", leftOut, maxPerMinute)
}

// pass tells whether a message may pass, and how many were left out before it.
func (l *Limit) pass() (ok bool, leftOut int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return true, 0
	}
	if now := l.now(); now.Sub(l.minute) >= time.Minute {
		leftOut = l.leftOut
		l.minute, l.passed, l.leftOut = now, 0, 0
	}
	if l.passed++; l.passed <= maxPerMinute {
		return true, leftOut
	}
	l.leftOut++
	return false, leftOut
}

type limitedHook struct {
	logrus.Hook
	limit *Limit
}

// Fire implements logrus.Hook.
func (h *limitedHook) Fire(entry *logrus.Entry) error {
	if entry.Data[exemptField] == exempt {
		return h.Hook.Fire(entry)
	}
	ok, leftOut := h.limit.pass()
	if leftOut > 0 {
		if err := h.Hook.Fire(withMessage(entry, andMore(leftOut))); err != nil {
			return err
		}
	}
	if !ok {
		return nil
	}
	if len(entry.Message) > maxMessageBytes {
		entry = withMessage(entry, entry.Message[:maxMessageBytes]+"…")
	}
	return h.Hook.Fire(entry)
}

func withMessage(entry *logrus.Entry, message string) *logrus.Entry {
	other := entry.Dup()
	other.Level, other.Message = entry.Level, message
	return other
}
