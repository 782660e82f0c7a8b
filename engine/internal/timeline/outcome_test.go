package timeline

import "testing"

func TestRequestOutcome(t *testing.T) {
	cases := []struct{ errorCode, status, want string }{
		{"", "200", "ok"},
		{"", "302", "ok"},
		{"", "", "ok"},
		{"", "404", "http4xx"},
		{"", "503", "http5xx"},
		{"", "0", "otherError"},
		{"1404", "404", "http4xx"},
		{"1503", "503", "http5xx"},
		{"1050", "0", "timeout"},
		{"1211", "0", "timeout"},
		{"1212", "0", "refused"},
		{"1220", "0", "reset"},
		{"1201", "0", "reset"},
		{"1101", "0", "dns"},
		{"1110", "0", "dns"},
		{"1310", "0", "tls"},
		{"1000", "0", "otherError"},
		{"1213", "0", "otherError"},
		{"1701", "0", "otherError"},
		{"x", "0", "otherError"},
	}
	for _, c := range cases {
		if got := requestOutcome(c.errorCode, c.status); got != c.want {
			t.Errorf("error code %q, status %q: %s, want %s", c.errorCode, c.status, got, c.want)
		}
	}
}
