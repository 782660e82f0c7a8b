package spool

import (
	"bytes"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	limitedFile = "PEAKPROOF_TEST_LIMITED_FILE"
	sizeLimit   = 1000 // in the middle of a line
	batches     = 40
)

func allBatches() string {
	var all bytes.Buffer
	for i := range batches {
		all.Write(batchOf(i))
	}
	return all.String()
}

// The kernel refuses to let the file grow, after a short write, until the limit is lifted.
func TestAfterALimitOfTheKernelTheVeryNextByteIsWritten(t *testing.T) {
	if path := os.Getenv(limitedFile); path != "" {
		writeAgainstALimit(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "timeline.ndjson")
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), limitedFile+"="+path)
	if words, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, words)
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != allBatches() {
		t.Errorf("%v: %s", err, content)
	}
}

func writeAgainstALimit(t *testing.T, path string) {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if limit.Max < 1<<20 {
		t.Fatalf("a file may not grow beyond %d bytes here", limit.Max)
	}
	lifted := limit
	limit.Cur = sizeLimit
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	f, hook := filled(t, path, syscall.EFBIG)
	if size := sizeOf(t, path); size != sizeLimit {
		t.Errorf("%d bytes before the limit is lifted", size)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &lifted); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(within(t, patience)); err != nil {
		t.Error(err)
	}
	if hook != 1 {
		t.Errorf("%d messages", hook)
	}
}

// filled appends all batches to a file that does not take them, and returns when the kernel has refused it with the error.
func filled(t *testing.T, path string, refusal syscall.Errno) (*File, int) {
	t.Helper()
	logger, hook := quiet()
	f, err := Open(path, batchOf(0), logger)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < batches; i++ {
		if !f.Append(batchOf(i)) {
			t.Fatal("refused")
		}
	}
	eventually(t, "the kernel refuses to write", func() bool { return len(hook.AllEntries()) > 0 })
	if words := hook.LastEntry().Message; !strings.Contains(words, refusal.Error()) {
		t.Errorf("%s", words)
	}
	time.Sleep(3 * retryInterval / 2)
	return f, len(hook.AllEntries())
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	stat, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return stat.Size()
}
