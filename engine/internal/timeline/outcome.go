package timeline

import "go.k6.io/k6/v2/metrics"

// StepOutcomes are the outcomes that a scenario may give to a step (src/core/wire/steps.ts).
var StepOutcomes = []string{"ok", "declined", "soldOut", "failedCheck", "error", "timeout"}

// requestLabel is the name of a request, as tagged by the scenario, and its outcome (src/core/wire/steps.ts).
type requestLabel struct {
	name, outcome string
}

func labelOf(tags *metrics.TagSet) requestLabel {
	name, named := tags.Get(metrics.TagName.String())
	if !named {
		name = "unnamed"
	}
	errorCode, _ := tags.Get(metrics.TagErrorCode.String())
	status, _ := tags.Get(metrics.TagStatus.String())
	return requestLabel{name: name, outcome: requestOutcome(errorCode, status)}
}

// requestOutcome reads k6's error codes: four digits, the first two name the layer, 14 and 15 carry the HTTP status.
func requestOutcome(errorCode, status string) string {
	switch errorCode {
	case "":
		return outcomeOfStatus(status)
	case "1050", "1211":
		return "timeout"
	case "1212":
		return "refused"
	case "1201", "1220":
		return "reset"
	}
	switch errorCode[:min(2, len(errorCode))] {
	case "11":
		return "dns"
	case "13":
		return "tls"
	case "14":
		return "http4xx"
	case "15":
		return "http5xx"
	}
	return "otherError"
}

func outcomeOfStatus(status string) string {
	switch {
	case status == "0":
		return "otherError"
	case status >= "400" && status < "500":
		return "http4xx"
	case status >= "500":
		return "http5xx"
	}
	return "ok"
}
