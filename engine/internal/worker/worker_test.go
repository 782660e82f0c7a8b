package worker

import (
	"strings"
	"testing"
)

func TestEnvironmentThatCannotBeUnderstood(t *testing.T) {
	for name, value := range map[string]string{"PEAKPROOF_T0_MS": "noon", "PEAKPROOF_CONNECTIONS": "some"} {
		_, err := FromEnvironment(func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		})
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "expected") {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

func TestEmptyEnvironmentIsAWorker(t *testing.T) {
	w, err := FromEnvironment(func(string) string { return "" })
	if err != nil || w.Worker != "w1" || !w.PerUser || w.Stop.IsRaised() {
		t.Errorf("%+v, %v", w, err)
	}
}
