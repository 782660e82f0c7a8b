package module

import (
	"sync"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/modules"
)

// stopCallbacks are the functions that a host wants to have called when the harness asks for the end.
//
// k6 keeps an iteration alive as long as a callback is registered on its event loop, so the one registered here is given
// back when the host has finished, or when k6 ends the iteration.
type stopCallbacks struct {
	mu        sync.Mutex
	callbacks []sobek.Callable
	forgotten chan struct{}
}

// add is called on the host's event loop, and so are the callbacks.
func (s *stopCallbacks) add(vu modules.VU, raised <-chan struct{}, callback sobek.Callable) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.callbacks = append(s.callbacks, callback)
	if s.forgotten != nil {
		return
	}
	s.forgotten = make(chan struct{})
	go s.await(raised, s.forgotten, vu.Context().Done(), vu.RegisterCallback())
}

func (s *stopCallbacks) await(raised, forgotten, iterationEnded <-chan struct{}, enqueue func(func() error)) {
	select {
	case <-raised:
		enqueue(s.call)
	case <-forgotten:
		enqueue(func() error { return nil })
	case <-iterationEnded:
		enqueue(func() error {
			s.forget()
			return nil
		})
	}
}

// call runs every callback, once.
func (s *stopCallbacks) call() error {
	s.mu.Lock()
	callbacks := s.callbacks
	s.callbacks, s.forgotten = nil, nil
	s.mu.Unlock()
	for _, callback := range callbacks {
		if _, err := callback(sobek.Undefined()); err != nil {
			return err
		}
	}
	return nil
}

// forget gives the registered callback back to k6.
func (s *stopCallbacks) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.callbacks = nil
	if s.forgotten != nil {
		close(s.forgotten)
		s.forgotten = nil
	}
}
