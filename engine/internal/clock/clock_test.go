package clock

import (
	"testing"
	"time"
)

func TestSecondCountsDownwardsBeforeT0(t *testing.T) {
	cases := map[time.Duration]int{
		0: 0, 999 * time.Millisecond: 0, time.Second: 1, -time.Millisecond: -1, -time.Second: -1, -1001 * time.Millisecond: -2,
	}
	for offset, want := range cases {
		if got := Second(offset); got != want {
			t.Errorf("%v: second %d, want %d", offset, got, want)
		}
	}
}

func TestOffsetsCountFromT0(t *testing.T) {
	now := time.Now()
	c := New(now, float64(now.Add(2*time.Second).UnixMicro())/1000)
	if got := c.Offset(now).Round(time.Millisecond); got != -2*time.Second {
		t.Errorf("offset %v, want −2 s", got)
	}
	if got := c.Offset(c.At(3 * time.Second)); got != 3*time.Second {
		t.Errorf("offset %v, want 3 s", got)
	}
	if skew := c.SkewMs(time.Now()); skew > 1000 || skew < -1000 {
		t.Errorf("skew %v ms", skew)
	}
}
