package worker

import (
	"context"
	"strconv"

	"github.com/peakproof/peakproof/engine/internal/clock"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
	"gopkg.in/guregu/null.v3"
)

// pushSample gives a request to k6 as its own http module would, for its summary and for outputs such as json and csv: a script
// that is run by hand, without a timeline.
func pushSample(ctx context.Context, state *lib.State, c clock.Clock, request shoppers.Request) {
	tags := state.Tags.GetCurrentValues()
	set := func(tag metrics.SystemTag, value string) {
		tags.SetSystemTagOrMetaIfEnabled(state.Options.SystemTags, tag, value)
	}
	set(metrics.TagName, request.Name)
	set(metrics.TagStatus, strconv.Itoa(request.Status))
	tags.SetTag("outcome", request.Outcome)
	if request.Err != nil {
		set(metrics.TagError, request.Err.Error())
	}
	isGood := request.Outcome == "ok"
	set(metrics.TagExpectedResponse, strconv.FormatBool(isGood))
	trail := &httpext.Trail{
		EndTime: c.At(request.Sent + request.Latency), Duration: request.Latency, Waiting: request.Latency, Failed: null.BoolFrom(!isGood),
	}
	trail.SaveSamples(state.BuiltinMetrics, &tags)
	metrics.PushIfNotDone(ctx, state.Samples, trail)
}
