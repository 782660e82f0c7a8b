package lives

// Persona is a kind of shopper.
type Persona struct {
	// Share of all visits that are its.
	Share float64
	Parts []Part
	// KeepsCookies lets it come with the cookies of its last visit; others are new to the shop each time.
	KeepsCookies bool
}

// Part is a step that every shopper of a persona takes, or that some do.
type Part struct {
	Step   string
	Chance float64
}

// Journey is what a visit is for.
type Journey struct {
	// Steps are their names, in order. The slice is shared.
	Steps        []string
	KeepsCookies bool
}

// journeyKey tells journeys apart: a persona, and which of its parts are taken, a bit each.
type journeyKey struct {
	persona int
	parts   uint64
}

// journeys keep those that were drawn: there are few, and a visit has one.
type journeys map[journeyKey][]string

// MostParts is how many parts a persona's journey may have.
const MostParts = 64

// draw draws who visits, and which steps the visit has: the same in every run with the same seed.
func (j *journeys) draw(personas []Persona, seed uint64, slot, visit int) Journey {
	n := uint64(0)
	unit := func() float64 {
		n++
		return Uniform(seed, uint64(slot), uint64(visit), journeyStream, n)
	}
	key := journeyKey{persona: len(personas) - 1}
	left := unit()
	for i, persona := range personas {
		if left -= persona.Share; left < 0 {
			key.persona = i
			break
		}
	}
	persona := personas[key.persona]
	for i, part := range persona.Parts {
		if part.Chance >= 1 || unit() < part.Chance {
			key.parts |= 1 << i
		}
	}
	steps, known := (*j)[key]
	if !known {
		for i, part := range persona.Parts {
			if key.parts&(1<<i) != 0 {
				steps = append(steps, part.Step)
			}
		}
		if *j == nil {
			*j = journeys{}
		}
		(*j)[key] = steps
	}
	return Journey{Steps: steps, KeepsCookies: persona.KeepsCookies}
}

// journeyStream is the place of a visit's journey among its random streams; those of the script begin at 1.
const journeyStream = 0
