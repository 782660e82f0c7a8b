package lives

import (
	"math"
	"slices"
	"strings"
	"testing"
)

var personas = []Persona{
	{Share: 0.6, Parts: []Part{{"browse", 1}, {"search", 0.25}, {"product", 1}}},
	{Share: 0.3, Parts: []Part{{"browse", 1}, {"checkout", 1}}, KeepsCookies: true},
	{Share: 0.1, Parts: []Part{{"browse", 0.5}}},
}

func TestJourneysAreDrawnByShareAndChance(t *testing.T) {
	const visits = 40_000
	counts := map[string]float64{}
	var drawn journeys
	for visit := range visits {
		journey := drawn.draw(personas, 3, visit%100, visit/100)
		counts[strings.Join(journey.Steps, " ")]++
		if journey.KeepsCookies != slices.Contains(journey.Steps, "checkout") {
			t.Fatalf("%+v", journey)
		}
	}
	for steps, share := range map[string]float64{
		"browse product": 0.45, "browse search product": 0.15, "browse checkout": 0.3, "browse": 0.05, "": 0.05,
	} {
		// Four standard errors.
		if got := counts[steps] / visits; math.Abs(got-share) > 4*math.Sqrt(share*(1-share)/visits) {
			t.Errorf("%q: %v of all visits, want %v", steps, got, share)
		}
	}
	if len(drawn) != 5 {
		t.Errorf("%d journeys kept", len(drawn))
	}
}

func TestJourneysAreTheSameAgain(t *testing.T) {
	var one, other journeys
	for visit := range 500 {
		a, b := one.draw(personas, 3, 7, visit), other.draw(personas, 3, 7, visit)
		if !slices.Equal(a.Steps, b.Steps) {
			t.Fatalf("visit %d: %v and %v", visit, a.Steps, b.Steps)
		}
	}
}
