// Package ledger writes what the clients know of their orders: ledger-<worker>.ndjson, src/core/wire/ledger.ts.
package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

const evidenceVersion = 1

// OrderLine is one position of an order.
type OrderLine struct {
	SKU            string `json:"sku" js:"sku"`
	Quantity       int    `json:"quantity" js:"quantity"`
	UnitPriceCents int64  `json:"unitPriceCents" js:"unitPriceCents"`
}

// Intent is written before an order is sent.
type Intent struct {
	Type        string      `json:"type" js:"-"`
	Intent      string      `json:"intent" js:"intent"`
	Key         string      `json:"key" js:"key"`
	Attempt     int         `json:"attempt" js:"attempt"`
	AtMs        int64       `json:"atMs" js:"-"`
	Lines       []OrderLine `json:"lines" js:"lines"`
	AmountCents int64       `json:"amountCents" js:"amountCents"`
}

// Outcome is what became of one attempt; an intent without one is indeterminate.
type Outcome struct {
	Type    string  `json:"type" js:"-"`
	Intent  string  `json:"intent" js:"intent"`
	Key     string  `json:"key" js:"key"`
	Attempt int     `json:"attempt" js:"attempt"`
	AtMs    int64   `json:"atMs" js:"-"`
	Outcome string  `json:"outcome" js:"outcome"`
	Status  int     `json:"status" js:"status"`
	OrderID *string `json:"orderId" js:"orderId"`
	Reason  *string `json:"reason" js:"reason"`
}

type header struct {
	V      int    `json:"v"`
	Type   string `json:"type"`
	Worker string `json:"worker"`
	RunID  string `json:"runId"`
}

type closed struct {
	Type     string `json:"type"`
	Intents  int    `json:"intents"`
	Outcomes int    `json:"outcomes"`
}

// Ledger appends whole lines, one write each, without a buffer of its own: a killed process loses no line that was
// acknowledged. A line that could not be written whole is taken back, so that it cannot tear the next one. A ledger without a
// path writes nothing.
type Ledger struct {
	path, worker, runID string

	mu                sync.Mutex
	file              ledgerFile
	size              int64
	torn              bool
	intents, outcomes int
}

// ledgerFile is an *os.File.
type ledgerFile interface {
	io.WriteCloser
	Truncate(size int64) error
}

// New makes a ledger that is opened with its first line at the latest.
func New(path, worker, runID string) *Ledger {
	return &Ledger{path: path, worker: worker, runID: runID}
}

// Open writes the header, unless that was done.
func (l *Ledger) Open() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open()
}

func (l *Ledger) open() error {
	if l.path == "" || l.file != nil {
		return nil
	}
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o644)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	stat, err := file.Stat()
	if err != nil {
		return errors.Join(fmt.Errorf("ledger: %w", err), file.Close())
	}
	l.file, l.size = file, stat.Size()
	last := []byte{'\n'}
	if l.size > 0 {
		_, _ = file.ReadAt(last, l.size-1) // what cannot be read is no worse than before
	}
	l.torn = last[0] != '\n'
	line, err := lineOf(header{V: evidenceVersion, Type: "header", Worker: l.worker, RunID: l.runID})
	if err == nil {
		err = l.write(line)
	}
	if err != nil {
		// The next line tries again: a ledger without a header says of no run that it is its own.
		l.file = nil
		return errors.Join(err, file.Close())
	}
	return nil
}

// WriteIntent returns when the line is in the file. After an error the order must not be sent.
func (l *Ledger) WriteIntent(intent Intent) error {
	intent.Type, intent.AtMs = "intent", time.Now().UnixMilli()
	line, err := lineOf(intent)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(); err != nil {
		return err
	}
	if err := l.write(line); err != nil {
		return err
	}
	l.intents++
	return nil
}

// WriteOutcome returns when the line is in the file. An outcome that could not be written is counted all the same: then the
// ledger's last line says that one is missing, and the books are not judged.
func (l *Ledger) WriteOutcome(outcome Outcome) error {
	outcome.Type, outcome.AtMs = "outcome", time.Now().UnixMilli()
	line, err := lineOf(outcome)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outcomes++
	if err := l.open(); err != nil {
		return err
	}
	return l.write(line)
}

// Close writes the last line of an orderly end; the ledger writes nothing afterwards.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	line, err := lineOf(closed{Type: "closed", Intents: l.intents, Outcomes: l.outcomes})
	if err == nil {
		err = l.write(line)
	}
	return errors.Join(err, l.file.Close())
}

func lineOf(line any) ([]byte, error) {
	encoded, err := json.Marshal(line)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return append(encoded, '\n'), nil
}

func (l *Ledger) write(line []byte) error {
	if l.file == nil {
		return nil
	}
	if l.torn {
		line = append([]byte{'\n'}, line...)
	}
	n, err := l.file.Write(line)
	if err == nil {
		l.size += int64(n)
		l.torn = false
		return nil
	}
	err = fmt.Errorf("ledger: %w", err)
	if n > 0 {
		if notTakenBack := l.file.Truncate(l.size); notTakenBack != nil {
			// Half a line stays, which readers find damaged; the next one begins on a line of its own.
			l.size += int64(n)
			l.torn = true
			return errors.Join(err, fmt.Errorf("ledger: half a line stays: %w", notTakenBack))
		}
	}
	return err
}
