package spool

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
)

// Headers of the collector's protocol.
const (
	runHeader      = "Peakproof-Run"
	workerHeader   = "Peakproof-Worker"
	evidenceHeader = "Peakproof-Evidence"
	streamHeader   = "Peakproof-Stream"
	offsetHeader   = "Peakproof-Offset"
)

const (
	maxBatchBytes  = 1 << 20
	pollInterval   = time.Second
	requestTimeout = 10 * time.Second
	firstBackOff   = 500 * time.Millisecond
	lastBackOff    = 30 * time.Second
	// closingBackOff is the longest wait once the run is over and the time to deliver runs out.
	closingBackOff = 2 * time.Second
)

// Stream names what is delivered.
type Stream struct {
	Collector *url.URL
	Run       string
	Worker    string
	// Evidence is `timeline`.
	Evidence string
	// ID is another one for every file, so that two workers under one name are not taken for one.
	ID string
}

// Delivery sends a spool file to a collector, in order, as it grows. It holds one batch in memory.
type Delivery struct {
	stream Stream
	spool  *File
	reader *os.File
	client *http.Client
	logger logrus.FieldLogger

	pollInterval, firstBackOff, lastBackOff, closingBackOff time.Duration

	raw  []byte
	body bytes.Buffer
	gzip *gzip.Writer

	mu        sync.Mutex
	delivered int64
	failed    error

	logOnce sync.Once

	cancel  context.CancelFunc
	closing chan struct{}
	done    chan struct{}
}

// Deliver begins to send a spool file that was just created.
func Deliver(spool *File, stream Stream, logger logrus.FieldLogger) (*Delivery, error) {
	d, err := newDelivery(spool, stream, logger)
	if err == nil {
		d.start()
	}
	return d, err
}

func newDelivery(spool *File, stream Stream, logger logrus.FieldLogger) (*Delivery, error) {
	reader, err := os.Open(spool.path)
	if err != nil {
		return nil, err
	}
	return &Delivery{
		stream: stream, spool: spool, reader: reader, logger: logger,
		pollInterval: pollInterval, firstBackOff: firstBackOff, lastBackOff: lastBackOff, closingBackOff: closingBackOff,
		client: &http.Client{
			Timeout: requestTimeout,
			Transport: &http.Transport{
				Proxy:           nil, // as for the load: what is measured is this path
				DialContext:     (&net.Dialer{Timeout: requestTimeout / 2}).DialContext,
				IdleConnTimeout: time.Minute,
				MaxIdleConns:    1,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		gzip:    gzip.NewWriter(nil),
		closing: make(chan struct{}), done: make(chan struct{}),
	}, nil
}

func (d *Delivery) start() {
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	go d.send(ctx)
}

func (d *Delivery) send(ctx context.Context) {
	defer close(d.done)
	closing := d.closing
	failures := 0
	for ctx.Err() == nil {
		batch, err := d.next()
		switch {
		case err == nil && batch == nil && closing == nil:
			return
		case err == nil && batch == nil:
			d.pause(ctx, d.pollInterval, &closing)
			continue
		case err == nil:
			err = d.post(ctx, batch)
		}
		if err == nil {
			failures = 0
			continue
		}
		if ctx.Err() == nil {
			d.note(err)
		}
		wasClosing := closing == nil
		d.pause(ctx, d.backOff(failures, wasClosing), &closing)
		failures++
		if !wasClosing && closing == nil {
			failures = 0
		}
	}
}

// pause ends early when the delivery is closed, once.
func (d *Delivery) pause(ctx context.Context, pause time.Duration, closing *chan struct{}) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-*closing:
		*closing = nil
	}
}

// backOff doubles with each failure in a row; half of it is chance, so that workers do not come back all at once.
func (d *Delivery) backOff(failures int, closing bool) time.Duration {
	longest := d.lastBackOff
	if closing {
		longest = min(longest, d.closingBackOff)
	}
	backOff := longest
	if failures < 16 {
		backOff = min(longest, d.firstBackOff<<failures)
	}
	return backOff/2 + rand.N(backOff/2+1)
}

// batch is some whole lines, and where they stand in the file.
type batch struct {
	offset int64
	length int64
	body   []byte
}

// next is nil when no whole line is waiting.
func (d *Delivery) next() (*batch, error) {
	offset := d.offset()
	waiting := min(d.spool.InFile()-offset, maxBatchBytes)
	if waiting <= 0 {
		return nil, nil
	}
	if d.raw == nil {
		d.raw = make([]byte, maxBatchBytes)
	}
	raw := d.raw[:waiting]
	if n, err := d.reader.ReadAt(raw, offset); err != nil {
		return nil, fmt.Errorf("%s cannot be read at byte %d: %w", d.spool.path, offset+int64(n), err)
	}
	// Only a line longer than a batch is sent in pieces.
	if end := bytes.LastIndexByte(raw, '\n') + 1; end > 0 || waiting < maxBatchBytes {
		raw = raw[:end]
	}
	if len(raw) == 0 {
		return nil, nil
	}
	d.body.Reset()
	d.gzip.Reset(&d.body)
	_, _ = d.gzip.Write(raw) // a bytes.Buffer never fails
	_ = d.gzip.Close()
	return &batch{offset: offset, length: int64(len(raw)), body: d.body.Bytes()}, nil
}

func (d *Delivery) post(ctx context.Context, b *batch) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.stream.Collector.String(), bytes.NewReader(b.body))
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"Content-Type":     "application/x-ndjson",
		"Content-Encoding": "gzip",
		runHeader:          d.stream.Run,
		workerHeader:       d.stream.Worker,
		evidenceHeader:     d.stream.Evidence,
		streamHeader:       d.stream.ID,
		offsetHeader:       strconv.FormatInt(b.offset, 10),
	} {
		request.Header.Set(name, value)
	}
	response, err := d.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	words, _ := io.ReadAll(io.LimitReader(response.Body, 200))
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))

	switch {
	case response.StatusCode >= 200 && response.StatusCode < 300:
		d.seek(b.offset + b.length)
		return nil
	case response.StatusCode == http.StatusConflict:
		// A second time in a row it waits as after any failure, so that no disagreement turns into a flood.
		has, err := strconv.ParseInt(response.Header.Get(offsetHeader), 10, 64)
		if err == nil && has >= 0 && has <= d.spool.InFile() {
			d.seek(has)
			return fmt.Errorf("the collector has %d bytes and was sent those from %d on", has, b.offset)
		}
	}
	return fmt.Errorf("it answered %s: %s", response.Status, strings.TrimSpace(string(words)))
}

func (d *Delivery) offset() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.delivered
}

func (d *Delivery) seek(offset int64) {
	d.mu.Lock()
	d.delivered, d.failed = offset, nil
	d.mu.Unlock()
}

// note logs the first failure of the run: a collector that is gone for hours takes one line.
func (d *Delivery) note(err error) {
	d.mu.Lock()
	d.failed = err
	d.mu.Unlock()
	d.logOnce.Do(func() {
		d.logger.Errorf("the collector %s does not take the timeline: %v. It is kept in %s and sent when it can be",
			d.stream.Collector.Redacted(), err, d.spool.path)
	})
}

// Close sends the rest of a spool file that is closed. What the collector has not taken when the context ends stays in the
// file, and the error says how much.
func (d *Delivery) Close(ctx context.Context) error {
	close(d.closing)
	select {
	case <-d.done:
	case <-ctx.Done():
	}
	d.cancel()
	select {
	case <-d.done:
	case <-time.After(time.Second): // the disk hangs
	}
	_ = d.reader.Close()
	d.client.CloseIdleConnections()

	d.mu.Lock()
	defer d.mu.Unlock()
	left := d.spool.InFile() - d.delivered
	if left == 0 {
		return nil
	}
	why := d.failed
	if why == nil {
		why = errors.New("there was no time left, or the last line is not whole")
	}
	return fmt.Errorf("%d bytes of %s, from byte %d on, were not delivered to %s: %w. The file is kept",
		left, d.spool.path, d.delivered, d.stream.Collector.Redacted(), why)
}
