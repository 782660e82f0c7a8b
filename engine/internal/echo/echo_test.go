package echo

import (
	"slices"
	"testing"
	"time"
)

func TestRoundTripsOfAProcessThatHasTimeAreShort(t *testing.T) {
	p, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	var roundTripsUs []uint32
	for len(roundTripsUs) < 10 && time.Now().Before(deadline) {
		time.Sleep(every)
		roundTripsUs = append(roundTripsUs, p.Drain()...)
	}
	p.Stop()
	if len(roundTripsUs) < 10 {
		t.Fatalf("%d round trips in 10 s", len(roundTripsUs))
	}
	if fastest := slices.Min(roundTripsUs); fastest > 20_000 {
		t.Errorf("the fastest took %d µs", fastest)
	}
	if after := p.Drain(); len(after) > 1 {
		t.Errorf("%d round trips after the end", len(after))
	}
}

func TestAStandstillCountsForAllThatItHeldUp(t *testing.T) {
	p := &Probe{}
	p.record(90 * time.Millisecond)
	p.record(3 * time.Millisecond)
	if got, want := p.Drain(), []uint32{90_000, 70_000, 50_000, 30_000, 10_000, 3_000}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := p.Drain(); len(got) != 0 {
		t.Errorf("%v after draining", got)
	}
}
