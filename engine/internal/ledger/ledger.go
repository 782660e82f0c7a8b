// Package ledger writes what the clients know of their orders: ledger-<worker>.ndjson, src/core/wire/ledger.ts.
package ledger

import (
	"encoding/json"
	"fmt"
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
// acknowledged. A ledger without a path writes nothing.
type Ledger struct {
	path, worker, runID string

	mu                sync.Mutex
	file              *os.File
	intents, outcomes int
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
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	l.file = file
	return l.write(header{V: evidenceVersion, Type: "header", Worker: l.worker, RunID: l.runID})
}

// WriteIntent returns when the line is in the file.
func (l *Ledger) WriteIntent(intent Intent) error {
	intent.Type, intent.AtMs = "intent", time.Now().UnixMilli()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(); err != nil {
		return err
	}
	l.intents++
	return l.write(intent)
}

// WriteOutcome returns when the line is in the file.
func (l *Ledger) WriteOutcome(outcome Outcome) error {
	outcome.Type, outcome.AtMs = "outcome", time.Now().UnixMilli()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(); err != nil {
		return err
	}
	l.outcomes++
	return l.write(outcome)
}

// Close writes the last line of an orderly end; the ledger writes nothing afterwards.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	if err := l.write(closed{Type: "closed", Intents: l.intents, Outcomes: l.outcomes}); err != nil {
		return err
	}
	return l.file.Close()
}

func (l *Ledger) write(line any) error {
	if l.file == nil {
		return nil
	}
	encoded, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if _, err := l.file.Write(append(encoded, '\n')); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}
