package spool

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestAfterAFullFileSystemTheVeryNextByteIsWritten(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=16k"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })

	// The file has one block of 4 KiB, and the ballast all others.
	path, ballast := filepath.Join(folder, "timeline.ndjson"), filepath.Join(folder, "ballast")
	if err := os.WriteFile(path, batchOf(-1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the file system took all: %v", err)
	}
	block := sizeOf(t, path)
	for logger, _ := quiet(); block < 4000; block = sizeOf(t, path) {
		f, err := Open(path, batchOf(-1), logger)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(within(t, patience)); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, messages := filled(t, path, syscall.ENOSPC)
	if size := sizeOf(t, path); size != 4096 {
		t.Errorf("%d bytes on the full file system", size)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(within(t, patience)); err != nil {
		t.Error(err)
	}
	if messages != 1 {
		t.Errorf("%d messages", messages)
	}
	if content, _ := os.ReadFile(path); string(content) != string(before)+allBatches() {
		t.Errorf("%s", content)
	}
}
