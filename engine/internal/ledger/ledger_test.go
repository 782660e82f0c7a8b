package ledger

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestClosedLedgerCountsItsLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.ndjson")
	l := New(path, "w1", "run-1")
	if err := l.Open(); err != nil {
		t.Fatal(err)
	}
	var shoppers sync.WaitGroup
	for range 50 {
		shoppers.Go(func() {
			if err := l.WriteIntent(Intent{Intent: "i", Key: "k", Attempt: 1}); err != nil {
				t.Error(err)
			}
		})
	}
	shoppers.Wait()
	if err := l.WriteOutcome(Outcome{Intent: "i", Key: "k", Attempt: 1, Outcome: "ok"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	if len(lines) != 53 || lines[52] != `{"type":"closed","intents":50,"outcomes":1}` {
		t.Errorf("%d lines, the last %s", len(lines), lines[len(lines)-1])
	}
}

func TestWithoutAPathNothingIsWritten(t *testing.T) {
	l := New("", "w1", "run-1")
	for name, err := range map[string]error{
		"open": l.Open(), "intent": l.WriteIntent(Intent{}), "outcome": l.WriteOutcome(Outcome{}), "close": l.Close(),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALedgerThatCannotBeWrittenSaysSo(t *testing.T) {
	l := New(filepath.Join(t.TempDir(), "absent", "ledger.ndjson"), "w1", "run-1")
	if err := l.WriteIntent(Intent{}); err == nil {
		t.Error("an order would be sent that nobody wrote down")
	}
}

func BenchmarkWriteIntent(b *testing.B) {
	l := New(filepath.Join(b.TempDir(), "ledger.ndjson"), "w1", "run-1")
	intent := Intent{Intent: "i", Key: "k", Attempt: 1, Lines: []OrderLine{{SKU: "A", Quantity: 1, UnitPriceCents: 100}}}
	for b.Loop() {
		if err := l.WriteIntent(intent); err != nil {
			b.Fatal(err)
		}
	}
}
