package module

import (
	"errors"
	"net/http"
	"time"

	"github.com/grafana/sobek"
	"github.com/peakproof/peakproof/engine/internal/network"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
)

// What every request says of itself, unless the adapter says otherwise. The slices are shared: nobody writes to them.
var (
	userAgent      = []string{"peakproof"}
	acceptEncoding = []string{network.AcceptEncoding}
)

// request takes slot, method, URL, name (null to have one made), body (null for none), headers (null for none), and after how many
// milliseconds it is broken off (null for never). The promise that it returns resolves with what the script's `read` makes of the answer; what
// that throws rejects it.
func (i *instance) request(call sobek.FunctionCall) sobek.Value {
	i.mustBeShopping("request")
	rt := i.vu.Runtime()
	ask := shoppers.Ask{
		Slot:      int(call.Argument(0).ToInteger()),
		Method:    call.Argument(1).String(),
		URL:       call.Argument(2).String(),
		Header:    headerOf(rt, call.Argument(5)),
		WantsText: true,
	}
	ask.Name = shoppers.RequestName(ask.Method, ask.URL)
	if name := call.Argument(3); !isNothing(name) {
		ask.Name = name.String()
	}
	if body := call.Argument(4); !isNothing(body) {
		ask.Body, ask.HasBody = body.String(), true
	}
	if patienceMs := call.Argument(6); !isNothing(patienceMs) {
		ask.Patience = time.Duration(patienceMs.ToFloat() * float64(time.Millisecond))
	}
	return i.promise(ask.Slot, func(host *shoppers.Host) (*shoppers.Ask, shoppers.Answer) { return &ask, host.Send(ask) })
}

// assets takes slot and URLs. The promise that it returns resolves when each has been fetched in this visit; what the script's `read` throws about one
// that did not come rejects it. JavaScript has no part in what came.
func (i *instance) assets(call sobek.FunctionCall) sobek.Value {
	i.mustBeShopping("assets")
	rt := i.vu.Runtime()
	slot := int(call.Argument(0).ToInteger())
	urls := call.Arguments[min(1, len(call.Arguments)):]
	asks := make([]shoppers.Ask, len(urls))
	for k, url := range urls {
		asks[k] = shoppers.Ask{Slot: slot, Method: http.MethodGet, URL: url.String(), Header: headerOf(rt, sobek.Null())}
		asks[k].Name = shoppers.RequestName(asks[k].Method, asks[k].URL)
	}
	return i.promise(slot, func(host *shoppers.Host) (*shoppers.Ask, shoppers.Answer) { return host.Fetch(slot, asks) })
}

// promise has a slot's exchange made, and is settled with what the script's `read` makes of the answer: of none, where there is nothing to be read.
func (i *instance) promise(slot int, exchange func(*shoppers.Host) (*shoppers.Ask, shoppers.Answer)) sobek.Value {
	rt := i.vu.Runtime()
	promise, resolve, reject := rt.NewPromise()
	here := i.lives
	here.RequestBegan(slot)
	i.exchanges.do(func() {
		ask, answer := exchange(here.Host)
		if answer.IsCut {
			return // k6 has ended the iteration: nobody waits any more
		}
		i.stage.post(func() {
			if value, thrown := i.read(ask, answer); thrown == nil {
				_ = resolve(value)
			} else {
				i.markHandled(promise)
				_ = reject(thrown)
			}
			here.RequestEnded(slot)
		})
	})
	return rt.ToValue(promise)
}

func (i *instance) mustBeShopping(what string) {
	if i.lives == nil {
		panic(i.vu.Runtime().NewGoError(errors.New(what + ": shoppers make requests while `run` goes on")))
	}
}

func isNothing(value sobek.Value) bool { return sobek.IsNull(value) || sobek.IsUndefined(value) }

// read has the script read the answer; what it throws comes back beside the value. Undefined where there is no ask.
func (i *instance) read(ask *shoppers.Ask, answer shoppers.Answer) (value, thrown sobek.Value) {
	if ask == nil {
		return sobek.Undefined(), nil
	}
	rt, why := i.vu.Runtime(), ""
	if answer.Err != nil {
		why = answer.Err.Error()
	}
	value, err := i.readAnswer(sobek.Undefined(), rt.ToValue(ask.Method), rt.ToValue(ask.URL), rt.ToValue(answer.Status),
		rt.ToValue(answer.Text), rt.ToValue(why), rt.ToValue(answer.IsTimeout))
	if err == nil {
		return value, nil
	}
	var exception *sobek.Exception
	if errors.As(err, &exception) {
		return nil, exception.Value()
	}
	return nil, rt.NewGoError(err)
}

// markHandled gives a promise that will be rejected a handler: an adapter that does not wait for a request must not end all the
// shoppers of its host, as an unhandled rejection does in k6.
func (i *instance) markHandled(promise *sobek.Promise) {
	rt := i.vu.Runtime()
	object := rt.ToValue(promise).ToObject(rt)
	if then, ok := sobek.AssertFunction(object.Get("catch")); ok {
		_, _ = then(object, rt.ToValue(func(sobek.FunctionCall) sobek.Value { return sobek.Undefined() }))
	}
}

func headerOf(rt *sobek.Runtime, given sobek.Value) http.Header {
	header := make(http.Header, 5)
	header["User-Agent"], header["Accept-Encoding"] = userAgent, acceptEncoding
	if isNothing(given) {
		return header
	}
	object := given.ToObject(rt)
	for _, name := range object.Keys() {
		header.Set(name, object.Get(name).String())
	}
	return header
}
