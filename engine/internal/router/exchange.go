package router

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// exchange is one request on its way: from being sent to the end of its answer.
type exchange struct {
	router *Router
	ctx    context.Context
	trace  *httptrace.ClientTrace
	ticket ticket

	connected atomic.Bool
	wrote     atomic.Bool
	ended     atomic.Bool
	body      io.ReadCloser
}

// begin notes that a request is sent now. k6 makes a new trace for every request, so that its hooks may be replaced.
func (r *Router) begin(req *http.Request, s *slot) *exchange {
	e := &exchange{router: r, ctx: req.Context(), trace: httptrace.ContextClientTrace(req.Context())}
	if e.trace != nil {
		e.watchTrace()
	}
	r.traffic.InFlight.Add(1)
	if s != nil {
		e.ticket = s.requestSent(r.now())
	}
	return e
}

func (e *exchange) watchTrace() {
	gotConn, wroteRequest := e.trace.GotConn, e.trace.WroteRequest
	e.trace.GotConn = func(info httptrace.GotConnInfo) {
		e.connected.Store(true)
		if gotConn != nil {
			gotConn(info)
		}
	}
	e.trace.WroteRequest = func(info httptrace.WroteRequestInfo) {
		if info.Err == nil {
			e.wrote.Store(true)
		}
		if wroteRequest != nil {
			wroteRequest(info)
		}
	}
}

// fail closes the trace of a request that got no connection, or a connection that did not take it. k6 reckons the
// latency between such marks and finds 0 ms where one is missing, so that an outage would improve every percentile.
func (e *exchange) fail() {
	if e.trace != nil {
		if !e.connected.Load() {
			e.trace.GotConn(httptrace.GotConnInfo{Conn: noConn{}})
		} else if !e.wrote.Load() {
			e.trace.WroteRequest(httptrace.WroteRequestInfo{})
		}
	}
	e.end()
}

// end notes that the answer has ended, in whatever way. Only the first call counts.
func (e *exchange) end() {
	if !e.ended.CompareAndSwap(false, true) {
		return
	}
	e.ticket.answerEnded(e.router.now())
	e.router.traffic.InFlight.Add(-1)
	// A request that is out of time ends by its deadline; one that is cancelled ends because k6 stops.
	if e.ctx.Err() == context.Canceled {
		e.router.traffic.Cut.Add(1)
	}
}

// Read reads the body and sees its end.
func (e *exchange) Read(p []byte) (int, error) {
	n, err := e.body.Read(p)
	if err != nil {
		e.end()
	}
	return n, err
}

// Close ends the answer, read or not.
func (e *exchange) Close() error {
	err := e.body.Close()
	e.end()
	return err
}

// noConn stands for the connection that a request never got. k6 asks it for nothing but its address.
type noConn struct{ net.Conn }

func (noConn) RemoteAddr() net.Addr { return nil }

// now is the offset from T0.
func (r *Router) now() time.Duration { return r.clock.Offset(time.Now()) }
