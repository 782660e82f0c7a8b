package ledger

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func linesOf(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(content) == 0 || content[len(content)-1] != '\n' {
		t.Fatalf("the last line is not whole: %q", content)
	}
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

func intentOf(i int) Intent { return Intent{Intent: fmt.Sprintf("i%d", i), Key: "k", Attempt: 1} }

const limitedFile = "PEAKPROOF_TEST_LIMITED_FILE"

// The kernel refuses to let the file grow, after a short write, until the limit is lifted.
func TestAnIntentThatFindsNoRoomLeavesNothing(t *testing.T) {
	if path := os.Getenv(limitedFile); path != "" {
		writeAgainstALimit(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "ledger.ndjson")
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), limitedFile+"="+path)
	if words, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, words)
	}
	lines := linesOf(t, path)
	for i, begin := range []string{`{"v":1`, `{"type":"intent","intent":"i0"`, `{"type":"intent","intent":"i2"`, `{"type":"outcome","intent":"i2"`, `{"type":"closed","intents":2,"outcomes":2}`} {
		if len(lines) != 5 || !strings.HasPrefix(lines[i], begin) {
			t.Fatalf("%s", strings.Join(lines, "\n"))
		}
	}
}

func writeAgainstALimit(t *testing.T, path string) {
	signal.Ignore(syscall.SIGXFSZ)
	l := New(path, "w1", "run-1")
	if err := l.WriteIntent(intentOf(0)); err != nil {
		t.Fatal(err)
	}
	var lifted syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &lifted); err != nil {
		t.Fatal(err)
	}
	limit := lifted
	limit.Cur = 200 // in the middle of the next line
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if err := l.WriteIntent(intentOf(1)); !errors.Is(err, syscall.EFBIG) {
		t.Errorf("intent: %v", err)
	}
	if err := l.WriteOutcome(Outcome{Intent: "i0", Key: "k", Attempt: 1, Outcome: "ok"}); !errors.Is(err, syscall.EFBIG) {
		t.Errorf("outcome: %v", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &lifted); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.WriteIntent(intentOf(2)), l.WriteOutcome(Outcome{Intent: "i2", Key: "k", Attempt: 1, Outcome: "ok"}), l.Close()); err != nil {
		t.Error(err)
	}
}

func TestALedgerOnAFullDeviceFailsEachCall(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skipf("this system has no %s", full)
	}
	l := New(full, "w1", "run-1")
	for range 2 {
		if err := l.WriteIntent(intentOf(0)); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%v", err)
		}
	}
}

// brokenFile tears a line and does not let it be taken back.
type brokenFile struct {
	*os.File
	failures int
}

func (f *brokenFile) Write(p []byte) (int, error) {
	if f.failures > 0 {
		f.failures--
		n, _ := f.File.Write(p[:len(p)/2])
		return n, syscall.EIO
	}
	return f.File.Write(p)
}

func (f *brokenFile) Truncate(int64) error { return syscall.EIO }

func TestHalfALineThatStaysDoesNotTearTheNext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.ndjson")
	l := New(path, "w1", "run-1")
	if err := l.Open(); err != nil {
		t.Fatal(err)
	}
	l.file = &brokenFile{File: l.file.(*os.File), failures: 2}
	for i := range 4 {
		if err := l.WriteIntent(intentOf(i)); (err != nil) != (i < 2) {
			t.Errorf("intent %d: %v", i, err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	lines := linesOf(t, path)
	whole := 0
	for _, line := range lines {
		if strings.HasSuffix(line, "}") {
			whole++
		}
	}
	if len(lines) != 6 || whole != 4 || lines[5] != `{"type":"closed","intents":2,"outcomes":0}` {
		t.Errorf("%s", strings.Join(lines, "\n"))
	}
}

func TestALedgerThatEndsInTheMiddleOfALineIsContinuedOnANewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.ndjson")
	if err := os.WriteFile(path, []byte(`{"v":1}`+"\n"+`{"type":"int`), 0o600); err != nil {
		t.Fatal(err)
	}
	l := New(path, "w1", "run-1")
	if err := errors.Join(l.WriteIntent(intentOf(0)), l.Close()); err != nil {
		t.Fatal(err)
	}
	if lines := linesOf(t, path); len(lines) != 5 || lines[1] != `{"type":"int` || !strings.HasPrefix(lines[3], `{"type":"intent","intent":"i0"`) {
		t.Errorf("%s", strings.Join(lines, "\n"))
	}
}
