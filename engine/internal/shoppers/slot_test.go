package shoppers

import (
	"testing"
	"time"
)

const ms = time.Millisecond

func TestStepLastsFromTheFirstRequestToTheLastAnswer(t *testing.T) {
	s := &slot{}
	if err := s.beginStep("product", time.Time{}); err != nil {
		t.Fatal(err)
	}
	first, second := s.requestSent(1000*ms), s.requestSent(1100*ms)
	second.answerEnded(1200 * ms)
	first.answerEnded(1500 * ms)
	step, err := s.endStep(9000 * ms)
	if err != nil {
		t.Fatal(err)
	}
	if step.Name != "product" || step.Sent != 1000*ms || step.Latency != 500*ms || step.NothingSent {
		t.Errorf("%+v", step)
	}
}

func TestTimeBetweenRequestsOfAStepIsTheGeneratorsOwn(t *testing.T) {
	s := &slot{}
	_ = s.beginStep("browse", time.Time{})
	s.requestSent(1000 * ms).answerEnded(1100 * ms)
	css := s.requestSent(1103 * ms)
	js := s.requestSent(1104 * ms)
	js.answerEnded(1150 * ms)
	css.answerEnded(1160 * ms)
	s.requestSent(1165 * ms).answerEnded(1170 * ms)
	if step, err := s.endStep(1180 * ms); err != nil || step.Between != 8*ms || step.Gaps != 2 || step.Latency != 170*ms {
		t.Errorf("%+v, %v", step, err)
	}

	_ = s.beginStep("search", time.Time{})
	s.requestSent(2000 * ms).answerEnded(2100 * ms)
	if step, err := s.endStep(2100 * ms); err != nil || step.Between != 0 || step.Gaps != 0 {
		t.Errorf("%+v, %v", step, err)
	}
}

func TestAnswerStillAwaitedCountsUpToTheEndOfTheStep(t *testing.T) {
	s := &slot{}
	_ = s.beginStep("checkout", time.Time{})
	s.requestSent(1000 * ms).answerEnded(1100 * ms)
	late := s.requestSent(1200 * ms)
	step, err := s.endStep(4000 * ms)
	if err != nil || step.Latency != 3000*ms {
		t.Errorf("%+v, %v", step, err)
	}

	// When it comes at last, it does not belong to the next step.
	_ = s.beginStep("browse", time.Time{})
	s.requestSent(5000 * ms).answerEnded(5100 * ms)
	late.answerEnded(8000 * ms)
	step, err = s.endStep(9000 * ms)
	if err != nil || step.Latency != 100*ms {
		t.Errorf("%+v, %v", step, err)
	}
}

func TestStepWithoutRequest(t *testing.T) {
	s := &slot{}
	s.requestSent(500 * ms).answerEnded(600 * ms)
	_ = s.beginStep("browse", time.Time{})
	if step, err := s.endStep(1000 * ms); err != nil || !step.NothingSent {
		t.Errorf("%+v, %v", step, err)
	}
}

func TestStepsOutOfOrderAreRefused(t *testing.T) {
	s := &slot{}
	if _, err := s.endStep(0); err == nil {
		t.Error("a step that was not begun was ended")
	}
	_ = s.beginStep("browse", time.Time{})
	if err := s.beginStep("search", time.Time{}); err == nil {
		t.Error("a step was begun inside another")
	}
}
