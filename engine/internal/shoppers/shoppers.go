// Package shoppers keeps what the engine knows of the virtual users of one host VU: their sessions, cookies, connections and the
// step that each is in.
package shoppers

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/network"
	"github.com/peakproof/peakproof/engine/internal/traffic"
)

// Settings are the same for all hosts of a process.
type Settings struct {
	Clock   clock.Clock
	Meter   *traffic.Meter
	Network *network.Network
	// PerUser gives each virtual user connections of its own.
	PerUser bool
	// Record takes each request that had an answer or an error; requests that are cut have neither.
	Record func(Request)
}

// Host are the virtual users of one host VU. Its methods may be called from any goroutine.
type Host struct {
	Settings
	ctx context.Context

	mu    sync.Mutex
	slots map[int]*slot
}

// NewHost makes a place for virtual users. When the context ends, so do their requests.
func NewHost(ctx context.Context, settings Settings) *Host {
	return &Host{Settings: settings, ctx: ctx, slots: map[int]*slot{}}
}

// slot finds a virtual user, or makes a place for it.
func (h *Host) slot(number int) *slot {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, known := h.slots[number]
	if !known {
		s = &slot{}
		h.slots[number] = s
	}
	return s
}

// StartSession begins a visit of a virtual user: with no connection, and with no cookie unless it keeps those of its last visit.
func (h *Host) StartSession(number int, keepsCookies bool) error {
	s := h.slot(number)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inSession {
		return fmt.Errorf("sessionStarted(%d): the session before has not ended", number)
	}
	s.inSession, s.assets = true, nil
	if !keepsCookies {
		s.cookies = nil
	}
	s.connections = h.Network.Shared()
	if h.PerUser {
		s.connections = h.Network.PerUser()
	}
	return nil
}

// EndSession ends the visit: it forgets an open step and frees the connections. Cookies are kept for a visitor who may come back
// with them.
func (h *Host) EndSession(number int, keepsCookies bool) error {
	s := h.slot(number)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.inSession {
		return fmt.Errorf("sessionEnded(%d): no session was started", number)
	}
	if h.PerUser {
		s.connections.Close()
	}
	s.inSession, s.connections, s.step.open = false, nil, false
	if !keepsCookies || s.cookies == nil {
		h.forget(number)
	}
	return nil
}

func (h *Host) forget(number int) {
	h.mu.Lock()
	delete(h.slots, number)
	h.mu.Unlock()
}

// BeginStep ties the requests of a virtual user to a step, from here on. None of them is waited for beyond the deadline.
func (h *Host) BeginStep(number int, name string, deadline time.Time) error {
	if err := h.slot(number).beginStep(name, deadline); err != nil {
		return fmt.Errorf("slot %d: %w", number, err)
	}
	return nil
}

// EndStep ends the step of a virtual user.
func (h *Host) EndStep(number int) (Step, error) {
	ended, err := h.slot(number).endStep(h.Clock.Now())
	if err != nil {
		return Step{}, fmt.Errorf("slot %d: %w", number, err)
	}
	return ended, nil
}
