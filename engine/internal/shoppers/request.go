package shoppers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/peakproof/peakproof/engine/internal/network"
)

// mostRedirects is where browsers and k6 give up.
const mostRedirects = 10

// Ask is a request as a shopper makes it.
type Ask struct {
	Slot   int
	Method string
	URL    string
	// Name is under what it is counted.
	Name   string
	Header http.Header
	// Body is sent when HasBody is set.
	Body    string
	HasBody bool
	// WantsText keeps the text of the answer; what is not wanted costs no memory.
	WantsText bool
	// Patience is after how long the shopper breaks the request off, if the step's patience lasts; 0 for never.
	Patience time.Duration
}

// Answer is what came of it: the last answer where there were redirects.
type Answer struct {
	// Status is 0 without an answer; Err says why.
	Status int
	Text   string
	Err    error
	// IsTimeout is true when patience ran out.
	IsTimeout bool
	// IsCut is true when the run ended meanwhile.
	IsCut bool
}

// Request is one request on the wire; a redirect makes another. Sent is an offset from T0.
type Request struct {
	Name, Outcome string
	Status        int
	Sent, Latency time.Duration
	Err           error
}

var (
	errNoStep     = errors.New("a request is part of a step, and no step is open")
	errNoPatience = errors.New("no patience is left")
)

// Send makes a request and follows redirects. It blocks until the answer has been read to its end, or patience is.
func (h *Host) Send(ask Ask) Answer {
	s := h.slot(ask.Slot)
	deadline, connections, isInStep := s.openStep()
	if !isInStep {
		return Answer{Err: errNoStep}
	}
	if !time.Now().Before(deadline) {
		return Answer{Err: errNoPatience, IsTimeout: true}
	}
	if ask.Patience > 0 {
		if brokenOff := time.Now().Add(ask.Patience); brokenOff.Before(deadline) {
			deadline = brokenOff
		}
	}
	req, err := ask.request()
	if err != nil {
		return Answer{Err: err}
	}
	e := &exchange{host: h, slot: s, connections: connections, ask: ask, deadline: deadline}
	client := http.Client{Transport: e, Jar: s, CheckRedirect: checkRedirect}
	resp, err := client.Do(req)
	if e.isCut {
		return Answer{Err: context.Canceled, IsCut: true}
	}
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err // what it adds is the URL, which the shopper knows
		}
		isTimeout := network.Outcome(0, err) == "timeout" || !time.Now().Before(deadline)
		return Answer{Err: err, IsTimeout: isTimeout}
	}
	return Answer{Status: resp.StatusCode, Text: network.TextOf(resp)}
}

// Fetch makes those of the requests side by side whose URL has not been fetched in this visit, as a browser with a cache does. It gives the first that was
// not answered with a status below 400; nil when all are there.
func (h *Host) Fetch(slot int, asks []Ask) (missed *Ask, answer Answer) {
	s := h.slot(slot)
	asks = slices.DeleteFunc(asks, func(a Ask) bool { return s.hasFetched(a.URL) })
	answers := make([]Answer, len(asks))
	var all sync.WaitGroup
	for i := range asks {
		if i == len(asks)-1 {
			answers[i] = h.Send(asks[i])
			continue
		}
		all.Go(func() { answers[i] = h.Send(asks[i]) })
	}
	all.Wait()
	for i := len(asks) - 1; i >= 0; i-- {
		if a := answers[i]; a.Err == nil && a.Status < http.StatusBadRequest {
			s.fetched(asks[i].URL)
		} else if !answer.IsCut {
			missed, answer = &asks[i], a
		}
	}
	return missed, answer
}

func (a Ask) request() (*http.Request, error) {
	target, err := url.Parse(a.URL)
	if err != nil {
		return nil, err
	}
	if target.Scheme != "http" && target.Scheme != "https" || target.Host == "" {
		return nil, fmt.Errorf("%q is no address of a web page: expected http:// or https:// and a host", a.URL)
	}
	req := &http.Request{
		Method: a.Method, URL: target, Host: target.Host, Header: a.Header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if a.HasBody {
		body := strings.NewReader(a.Body)
		req.Body, req.ContentLength = io.NopCloser(body), int64(len(a.Body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(a.Body)), nil }
	}
	return req, nil
}

// exchange is the way of one Ask; it sees each request on the wire.
type exchange struct {
	host        *Host
	slot        *slot
	connections *network.Pool
	ask         Ask
	deadline    time.Time
	isCut       bool
}

var errTooManyRedirects = fmt.Errorf("more than %d redirects", mostRedirects)

func checkRedirect(_ *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects {
		return errTooManyRedirects
	}
	return nil
}

// RoundTrip implements http.RoundTripper.
func (e *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	h := e.host
	sent := h.Clock.Now()
	ticket := e.slot.requestSent(sent)
	h.Meter.InFlight.Add(1)
	resp, err := e.connections.Do(h.ctx, req, e.deadline, e.ask.WantsText)
	ended := h.Clock.Now()
	h.Meter.InFlight.Add(-1)
	ticket.answerEnded(ended)
	if err != nil && h.ctx.Err() != nil {
		e.isCut = true
		h.Meter.Cut.Add(1)
		return nil, err
	}
	request := Request{Name: e.ask.Name, Sent: sent, Latency: ended - sent, Err: err}
	if err == nil {
		request.Status = resp.StatusCode
	}
	request.Outcome = network.Outcome(request.Status, err)
	h.Record(request)
	return resp, err
}
