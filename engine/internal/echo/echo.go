// Package echo measures the load generator itself: round trips of one byte over loopback to an echo in this process. The echo
// takes no time, so what they take is how long this process waits: for the network poller, for Go's scheduler, and for the
// operating system to give it a processor. Requests to a shop wait as they do.
package echo

import (
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// every is the time between two round trips: fifty a second are enough for a p95 of a phase, and cost next to nothing.
const every = 20 * time.Millisecond

// Probe makes round trips until it is stopped.
type Probe struct {
	client, server net.Conn
	quit           chan struct{}
	done           sync.WaitGroup

	mu           sync.Mutex
	roundTripsUs []uint32
}

// Start begins to measure.
func Start() (*Probe, error) {
	client, server, err := connected()
	if err != nil {
		return nil, fmt.Errorf("echo: %w", err)
	}
	p := &Probe{client: client, server: server, quit: make(chan struct{})}
	p.done.Add(2)
	go p.answer()
	go p.ask()
	return p, nil
}

// connected makes both ends of one connection; nobody else can connect once it is there.
func connected() (client, server net.Conn, err error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer listener.Close()
	if client, err = net.Dial("tcp4", listener.Addr().String()); err != nil {
		return nil, nil, err
	}
	if server, err = listener.Accept(); err != nil {
		client.Close()
		return nil, nil, err
	}
	return client, server, nil
}

func (p *Probe) answer() {
	defer p.done.Done()
	_, _ = io.Copy(onlyWriter{p.server}, onlyReader{p.server})
}

// Without the other methods of a connection, io.Copy reads and writes in this process instead of splicing in the kernel.
type onlyReader struct{ io.Reader }
type onlyWriter struct{ io.Writer }

func (p *Probe) ask() {
	defer p.done.Done()
	timer := time.NewTimer(every)
	defer timer.Stop()
	letter := []byte{1}
	for {
		select {
		case <-p.quit:
			return
		case <-timer.C:
		}
		sent := time.Now()
		if _, err := p.client.Write(letter); err != nil {
			return
		}
		if _, err := io.ReadFull(p.client, letter); err != nil {
			return
		}
		p.record(time.Since(sent))
		timer.Reset(every)
	}
}

// record takes a round trip, and those that could not begin while it lasted: each would have waited for the rest of it. Without
// them the times in which the process stood still would count least (coordinated omission; G. Tene, HdrHistogram).
func (p *Probe) record(roundTrip time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for left := roundTrip; ; left -= every {
		p.roundTripsUs = append(p.roundTripsUs, uint32(max(1, min(left, time.Minute).Microseconds())))
		if left <= every {
			return
		}
	}
}

// Drain gives the round trips since the last call, in µs.
func (p *Probe) Drain() []uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	drained := p.roundTripsUs
	p.roundTripsUs = nil
	return drained
}

// Stop ends it.
func (p *Probe) Stop() {
	close(p.quit)
	p.client.Close()
	p.server.Close()
	p.done.Wait()
}
