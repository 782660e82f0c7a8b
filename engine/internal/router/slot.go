package router

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// slot is what the router knows of one virtual user.
type slot struct {
	mu        sync.Mutex
	inSession bool
	// plain and secure are the user's own connections; nil until a request needs them.
	plain, secure *http.Transport
	step          step
}

// step is the step that a virtual user is in. Offsets are from T0.
type step struct {
	// number tells the requests of this step from those of the one before.
	number    uint64
	name      string
	open      bool
	sent      bool
	firstSent time.Duration
	lastEnded time.Duration
	pending   int
	// between is the time in which an answer had come and the next request was not yet sent, over gaps such times.
	between time.Duration
	gaps    int
}

// ticket ties a request to the step in which it was sent. The zero ticket belongs to none.
type ticket struct {
	slot   *slot
	number uint64
}

// Step is one ended step.
type Step struct {
	Name string
	// Sent is the offset from T0 of the first request; meaningless when nothing was sent.
	Sent        time.Duration
	Latency     time.Duration
	NothingSent bool
	// Between is the part of the latency that is this machine's own: JavaScript had an answer and had not yet sent the next request.
	// Gaps is how often; 0 for a step of one request, or of requests side by side.
	Between time.Duration
	Gaps    int
}

func (s *slot) beginStep(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.step.open {
		return fmt.Errorf("beginStep(%q): step %q is still open", name, s.step.name)
	}
	s.step = step{number: s.step.number + 1, name: name, open: true}
	return nil
}

// endStep ends the open step. An answer that is still awaited counts up to now.
func (s *slot) endStep(now time.Duration) (Step, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.step.open {
		return Step{}, errors.New("endStep: no step is open")
	}
	s.step.open = false
	ended := s.step.lastEnded
	if s.step.pending > 0 {
		ended = now
	}
	return Step{
		Name: s.step.name, Sent: s.step.firstSent, Latency: ended - s.step.firstSent, NothingSent: !s.step.sent,
		Between: s.step.between, Gaps: s.step.gaps,
	}, nil
}

func (s *slot) requestSent(now time.Duration) ticket {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.step.open {
		return ticket{}
	}
	if !s.step.sent {
		s.step.sent, s.step.firstSent = true, now
	} else if s.step.pending == 0 {
		s.step.between += max(0, now-s.step.lastEnded)
		s.step.gaps++
	}
	s.step.pending++
	return ticket{slot: s, number: s.step.number}
}

func (t ticket) answerEnded(now time.Duration) {
	if t.slot == nil {
		return
	}
	t.slot.mu.Lock()
	defer t.slot.mu.Unlock()
	if step := &t.slot.step; step.open && step.number == t.number {
		step.pending--
		step.lastEnded = max(step.lastEnded, now)
	}
}

// transport gives the user's own connections for a scheme.
func (s *slot) transport(r *Router, scheme string) *http.Transport {
	s.mu.Lock()
	defer s.mu.Unlock()
	if scheme == "https" {
		if s.secure == nil {
			s.secure = r.newTransport(true)
		}
		return s.secure
	}
	if s.plain == nil {
		s.plain = r.newTransport(false)
	}
	return s.plain
}

// release closes the user's connections: idle ones now, busy ones when their answer has ended.
func (s *slot) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step.open = false
	for _, transport := range []*http.Transport{s.plain, s.secure} {
		if transport != nil {
			transport.CloseIdleConnections()
		}
	}
}
