package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
	logrustest "github.com/sirupsen/logrus/hooks/test"
)

const patience = 20 * time.Second

func within(t *testing.T, patience time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func quiet() (*logrus.Logger, *logrustest.Hook) { return logrustest.NewNullLogger() }

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

func batchOf(i int) []byte {
	return fmt.Appendf(nil, "{\"type\":\"entry\",\"second\":%d}\n{\"type\":\"second\",\"second\":%d}\n", i, i)
}

// disk takes what there is room for, as a full disk does, and can be given more room.
type disk struct {
	mu      sync.Mutex
	room    int
	failed  int
	content bytes.Buffer
}

func (d *disk) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := min(d.room, len(p))
	d.content.Write(p[:n])
	if d.room -= n; n < len(p) {
		d.failed++
		return n, syscall.ENOSPC
	}
	return n, nil
}

func (d *disk) free(room int) {
	d.mu.Lock()
	d.room += room
	d.mu.Unlock()
}

func (d *disk) failures() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failed
}

func (d *disk) Close() error { return nil }

func TestAfterAFullDiskTheVeryNextByteIsWritten(t *testing.T) {
	for room := range 2 * len(batchOf(0)) {
		d := &disk{room: room}
		logger, hook := quiet()
		f := newFile("timeline.ndjson", d, logger)
		f.retryInterval = time.Millisecond
		go f.write()
		var want bytes.Buffer
		for i := range 3 {
			want.Write(batchOf(i))
			if !f.Append(batchOf(i)) {
				t.Fatal("refused")
			}
		}
		eventually(t, "the disk is full, twice", func() bool { return d.failures() > 2 })
		d.free(1 << 20)
		if err := f.Close(within(t, patience)); err != nil {
			t.Fatal(err)
		}
		if d.content.String() != want.String() {
			t.Fatalf("with room for %d bytes: %s", room, d.content.String())
		}
		if len(hook.Entries) != 1 || !strings.Contains(hook.LastEntry().Message, "no space left") {
			t.Fatalf("%d messages, the last %v", len(hook.Entries), hook.LastEntry())
		}
		if f.InFile() != int64(want.Len()) {
			t.Fatalf("%d of %d bytes", f.InFile(), want.Len())
		}
	}
}

func TestWhatWaitsForTheDiskIsBounded(t *testing.T) {
	d := &disk{}
	logger, _ := quiet()
	f := newFile("timeline.ndjson", d, logger)
	f.retryInterval = time.Millisecond
	f.maxQueuedBytes = 10 * len(batchOf(0))
	go f.write()
	var want bytes.Buffer
	taken := 0
	for i := range 15 {
		if f.Append(batchOf(0)) {
			taken++
			want.Write(batchOf(0))
		} else if i < 10 {
			t.Fatalf("batch %d was refused", i)
		}
	}
	if taken != 10 {
		t.Errorf("%d batches were taken", taken)
	}
	f.AppendLast([]byte("{\"type\":\"end\"}\n"))
	want.WriteString("{\"type\":\"end\"}\n")
	d.free(1 << 20)
	if err := f.Close(within(t, patience)); err != nil {
		t.Fatal(err)
	}
	if d.content.String() != want.String() {
		t.Errorf("%s", d.content.String())
	}
}

func TestALargeBatchIsTakenWhenNothingWaits(t *testing.T) {
	logger, _ := quiet()
	f := newFile("timeline.ndjson", &disk{}, logger)
	f.maxQueuedBytes = 10
	if !f.Append(batchOf(0)) || f.Append(batchOf(1)) {
		t.Error("the first one, and only that, is to be taken")
	}
}

func TestADiskThatStaysFullEndsTheFileWithAMessage(t *testing.T) {
	d := &disk{room: 10}
	logger, _ := quiet()
	f := newFile("timeline.ndjson", d, logger)
	f.retryInterval = time.Millisecond
	go f.write()
	f.Append(batchOf(0))
	err := f.Close(within(t, 30*time.Millisecond))
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), fmt.Sprintf("the last %d bytes of timeline.ndjson", len(batchOf(0))-10)) {
		t.Errorf("%v", err)
	}
}

// hungDisk answers when it is let go.
type hungDisk struct{ letGo chan struct{} }

func (d *hungDisk) Write(p []byte) (int, error) {
	<-d.letGo
	return len(p), nil
}
func (d *hungDisk) Close() error { return nil }

func TestADiskThatHangsKeepsNobodyWaiting(t *testing.T) {
	d := &hungDisk{letGo: make(chan struct{})}
	defer close(d.letGo)
	logger, _ := quiet()
	f := newFile("timeline.ndjson", d, logger)
	go f.write()
	began := time.Now()
	for i := range 1000 {
		f.Append(batchOf(i))
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("1,000 batches took %v", took)
	}
	if err := f.Close(within(t, 10*time.Millisecond)); err == nil || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("%v", err)
	}
}

func TestAFileThatEndsInTheMiddleOfALineIsContinuedOnANewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "timeline.ndjson")
	if err := os.WriteFile(path, []byte("whole\nhal"), 0o600); err != nil {
		t.Fatal(err)
	}
	logger, _ := quiet()
	for _, line := range []string{"first\n", "second\n"} {
		f, err := Open(path, []byte(line), logger)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(within(t, patience)); err != nil {
			t.Fatal(err)
		}
	}
	if content, _ := os.ReadFile(path); string(content) != "whole\nhal\nfirst\nsecond\n" {
		t.Errorf("%q", content)
	}
}

func TestAFileOnAFullDeviceIsNotOpened(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skipf("this system has no %s", full)
	}
	logger, _ := quiet()
	if _, err := Open(full, []byte("header\n"), logger); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v", err)
	}
}
