package network

import (
	"context"
	"os"
	"sync"
	"time"
)

// sharedConnections is how many connections a process opens to one origin when users share them: more than an outage should
// leave waiting, and few enough for the descriptors of a process.
const sharedConnections = 8_000

// Pool keeps at most so many connections to each origin. Requests beyond them wait for one.
type Pool struct {
	network *Network
	most    int

	mu     sync.Mutex
	places []place
	closed bool
}

// place is what a pool has of one origin. A visitor has one or two origins, so that a list is found through faster than a map.
type place struct {
	origin origin
	idle   []*conn
	// open are the connections in use and idle, and those that are being dialled.
	open    int
	waiting []chan struct{}
	// multiplexed is the connection of an origin that speaks HTTP/2.
	multiplexed *conn
}

func newPool(network *Network, most int) *Pool { return &Pool{network: network, most: most} }

func (p *Pool) place(o origin) *place {
	for i := range p.places {
		if p.places[i].origin == o {
			return &p.places[i]
		}
	}
	p.places = append(p.places, place{origin: o})
	return &p.places[len(p.places)-1]
}

// take finds an idle connection, dials one, or waits for one. check has it look whether the server has closed an idle one.
func (p *Pool) take(ctx context.Context, o origin, deadline time.Time, check bool) (*conn, error) {
	for {
		c, turn := p.takeOrWait(o)
		if c != nil {
			if !check && c.multiplexed == nil || c.isUsable() {
				return c, nil
			}
			p.discard(o, c)
			continue
		}
		if turn == nil {
			return p.dial(ctx, o, deadline)
		}
		if err := p.awaitTurn(ctx, o, turn, deadline); err != nil {
			return nil, err
		}
	}
}

// takeOrWait gives a connection, or the turn to wait for, or neither when there is room to dial one.
func (p *Pool) takeOrWait(o origin) (*conn, chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.place(o)
	if at.multiplexed != nil {
		return at.multiplexed, nil
	}
	if last := len(at.idle) - 1; last >= 0 {
		c := at.idle[last]
		at.idle[last] = nil
		at.idle = at.idle[:last]
		return c, nil
	}
	if at.open < p.most {
		at.open++
		return nil, nil
	}
	turn := make(chan struct{}, 1)
	at.waiting = append(at.waiting, turn)
	return nil, turn
}

func (p *Pool) awaitTurn(ctx context.Context, o origin, turn chan struct{}, deadline time.Time) error {
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case <-turn:
		return nil
	case <-timer.C:
		p.giveUpTurn(o, turn)
		return os.ErrDeadlineExceeded
	case <-ctx.Done():
		p.giveUpTurn(o, turn)
		return ctx.Err()
	}
}

// giveUpTurn leaves the queue; a turn that came meanwhile goes to the next.
func (p *Pool) giveUpTurn(o origin, turn chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.place(o)
	for i, other := range at.waiting {
		if other == turn {
			at.waiting = append(at.waiting[:i], at.waiting[i+1:]...)
			return
		}
	}
	at.wakeOne()
}

func (at *place) wakeOne() {
	if len(at.waiting) > 0 {
		at.waiting[0] <- struct{}{}
		at.waiting = at.waiting[1:]
	}
}

func (p *Pool) dial(ctx context.Context, o origin, deadline time.Time) (*conn, error) {
	bounded, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	c, err := p.network.dial(bounded, o)
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.place(o)
	if err != nil {
		at.open--
		at.wakeOne()
		return nil, err
	}
	if c.multiplexed != nil {
		at.multiplexed = c
		for len(at.waiting) > 0 {
			at.wakeOne()
		}
		if p.closed {
			c.closeWhenIdle() // the visitor left while it was being dialled; the exchange that wanted it goes through
		}
	}
	return c, nil
}

// giveBack takes a connection whose answer has been read. One whose visitor has left meanwhile is closed.
func (p *Pool) giveBack(o origin, c *conn) {
	if c.multiplexed != nil {
		return
	}
	if c.broken || p.network.settings.NoReuse {
		p.discard(o, c)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.place(o)
	if p.closed {
		at.open--
		_ = c.Close()
		return
	}
	at.idle = append(at.idle, c)
	at.wakeOne()
}

// discard closes a connection that is of no use any more. One that is multiplexed stays while it is usable: an exchange that ran
// out of time says nothing of the others.
func (p *Pool) discard(o origin, c *conn) {
	if c.multiplexed == nil {
		_ = c.Close()
	} else if c.isUsable() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.place(o)
	if c.multiplexed != nil {
		if at.multiplexed != c {
			return // another exchange over it has done this
		}
		at.multiplexed = nil
		c.closeWhenIdle()
	}
	at.open--
	at.wakeOne()
}

// Close closes the connections: idle ones now, busy ones when their answer has ended.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for i := range p.places {
		at := &p.places[i]
		for _, c := range at.idle {
			at.open--
			_ = c.Close()
		}
		at.idle = nil
		if at.multiplexed != nil {
			at.multiplexed.closeWhenIdle()
		}
	}
}
