// Package spool gets the lines of a timeline into a file, and from there to a collector, without ever keeping their writer
// waiting: docs/contracts.md, "Collector".
package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"
)

const (
	// maxQueuedBytes is what waits in memory for a slow or full disk: minutes of a large run.
	maxQueuedBytes = 16 << 20
	retryInterval  = 500 * time.Millisecond
)

// File is appended to in the background, in order. After a write that failed half-way, the next one goes on with the very next
// byte, so that no line is torn.
type File struct {
	path   string
	file   io.WriteCloser
	logger logrus.FieldLogger

	maxQueuedBytes int
	retryInterval  time.Duration

	mu     sync.Mutex
	queue  [][]byte
	queued int
	failed error

	inFile  atomic.Int64
	wake    chan struct{}
	closing chan struct{}
	abandon chan struct{}
	done    chan struct{}
}

// Open writes the first lines of a file, and fails when that fails. A file that is there already is appended to.
func Open(path string, first []byte, logger logrus.FieldLogger) (*File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if endsInALine(file) {
		first = append([]byte{'\n'}, first...)
	}
	return start(path, file, first, logger)
}

// Create is Open for a file that must not be there yet.
func Create(path string, first []byte, logger logrus.FieldLogger) (*File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return start(path, file, first, logger)
}

// endsInALine tells whether somebody was ended in the middle of a line.
func endsInALine(file *os.File) bool {
	stat, err := file.Stat()
	if err != nil || !stat.Mode().IsRegular() || stat.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = file.ReadAt(last, stat.Size()-1)
	return err == nil && last[0] != '\n'
}

func start(path string, file io.WriteCloser, first []byte, logger logrus.FieldLogger) (*File, error) {
	f := newFile(path, file, logger)
	if n, err := file.Write(first); err != nil {
		return nil, errors.Join(fmt.Errorf("%w after %d of %d bytes", err, n, len(first)), file.Close())
	}
	f.inFile.Store(int64(len(first)))
	go f.write()
	return f, nil
}

func newFile(path string, file io.WriteCloser, logger logrus.FieldLogger) *File {
	return &File{
		path: path, file: file, logger: logger,
		maxQueuedBytes: maxQueuedBytes, retryInterval: retryInterval,
		wake: make(chan struct{}, 1), closing: make(chan struct{}), abandon: make(chan struct{}), done: make(chan struct{}),
	}
}

// Append queues whole lines, which it keeps, and returns at once. It refuses them when too much is waiting for the disk.
func (f *File) Append(lines []byte) bool {
	f.mu.Lock()
	if f.queued > 0 && f.queued+len(lines) > f.maxQueuedBytes {
		f.mu.Unlock()
		return false
	}
	f.mu.Unlock()
	f.AppendLast(lines)
	return true
}

// AppendLast is Append for the last lines, for which there is always room.
func (f *File) AppendLast(lines []byte) {
	f.mu.Lock()
	f.queue = append(f.queue, lines)
	f.queued += len(lines)
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// InFile is how many bytes this process has got into the file.
func (f *File) InFile() int64 { return f.inFile.Load() }

func (f *File) write() {
	defer close(f.done)
	for {
		head := f.head()
		if head == nil {
			select {
			case <-f.wake:
				continue
			case <-f.closing:
			}
			if f.head() == nil {
				return
			}
			continue
		}
		n, err := f.file.Write(head)
		f.advance(n, err)
		if err == nil {
			continue
		}
		select {
		case <-time.After(f.retryInterval):
		case <-f.abandon:
			return
		}
	}
}

func (f *File) head() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.queue) == 0 {
		return nil
	}
	return f.queue[0]
}

func (f *File) advance(n int, err error) {
	f.inFile.Add(int64(n))
	f.mu.Lock()
	f.queued -= n
	f.queue[0] = f.queue[0][n:]
	if len(f.queue[0]) == 0 {
		f.queue[0] = nil
		if f.queue = f.queue[1:]; len(f.queue) == 0 {
			f.queue = nil
		}
	}
	isFirst := err != nil && f.failed == nil
	if err != nil {
		f.failed = err
	}
	f.mu.Unlock()
	if isFirst {
		f.logger.Errorf("%s cannot be written: %v. Up to %d MiB wait in memory for the disk; after that, whole seconds are lost "+
			"and the run is inconclusive", f.path, err, f.maxQueuedBytes>>20)
	}
}

// Close writes what is queued. What the disk has not taken when the context ends stays unwritten, and the error says so.
func (f *File) Close(ctx context.Context) error {
	close(f.closing)
	select {
	case <-f.done:
	case <-ctx.Done():
		close(f.abandon)
		select {
		case <-f.done:
		case <-time.After(100 * time.Millisecond): // the disk hangs
			return f.unwritten()
		}
	}
	return errors.Join(f.unwritten(), f.file.Close())
}

func (f *File) unwritten() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.queued == 0 {
		return nil
	}
	why := f.failed
	if why == nil {
		why = errors.New("the disk does not answer")
	}
	return fmt.Errorf("the last %d bytes of %s could not be written: %w", f.queued, f.path, why)
}
