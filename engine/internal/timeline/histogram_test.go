package timeline

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
)

func attemptsOf(latenciesUs []uint32) *attempts {
	a := &attempts{}
	for _, latencyUs := range latenciesUs {
		if a.mustGrow() {
			a.grow()
		}
		a.add(uint16(bucketIndex(latencyUs)))
	}
	return a
}

func TestBucketCount(t *testing.T) {
	if got := bucketIndex(highestUs) + 1; got != bucketCount {
		t.Errorf("%d buckets", got)
	}
}

func TestAttemptsTakeAtMostTheRoomOfTheirBuckets(t *testing.T) {
	a := &attempts{}
	for i := range 1_000_000 {
		if a.mustGrow() {
			a.grow()
		}
		a.add(uint16(bucketIndex(uint32(i))))
		if a.bytes() > 4*bucketCount {
			t.Fatalf("%d bytes for %d attempts", a.bytes(), i+1)
		}
	}
}

func TestEncodedHistogramEqualsTheLibrarys(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	spread := make([]uint32, 10_000)
	for i := range spread {
		spread[i] = uint32(1 + random.ExpFloat64()*300_000)
	}
	many := make([]uint32, 3*maxListed)
	for i := range many {
		many[i] = uint32(1 + random.ExpFloat64()*300_000)
	}
	cases := map[string][]uint32{
		"one":                   {1},
		"two neighbours":        {5, 6, 6},
		"one empty between":     {5, 7},
		"sub-bucket edges":      {2047, 2048, 2049, 4095, 4096, 1 << 20, 1<<20 - 1},
		"highest":               {highestUs},
		"spread":                spread,
		"as many as are listed": many[:maxListed],
		"more than are listed":  many,
		"many in one bucket":    slices.Repeat([]uint32{12_345}, 1000),
	}
	encoder := newHistogramEncoder()
	for name, latenciesUs := range cases {
		t.Run(name, func(t *testing.T) {
			want := hdrhistogram.New(lowestUs, highestUs, significantFigures)
			for _, latencyUs := range latenciesUs {
				if err := want.RecordValue(int64(latencyUs)); err != nil {
					t.Fatal(err)
				}
			}
			got, err := hdrhistogram.Decode(encoder.appendBase64(nil, attemptsOf(latenciesUs)))
			if err != nil {
				t.Fatal(err)
			}
			if !got.Equals(want) {
				t.Errorf("decoded histogram differs: count %d, max %d; want count %d, max %d",
					got.TotalCount(), got.Max(), want.TotalCount(), want.Max())
			}
		})
	}
}

func TestLatenciesOutsideTheRangeAreClamped(t *testing.T) {
	got, err := hdrhistogram.Decode(newHistogramEncoder().appendBase64(nil, attemptsOf([]uint32{0, highestUs + 1_000_000})))
	if err != nil {
		t.Fatal(err)
	}
	if got.TotalCount() != 2 || got.Min() != lowestUs || !got.ValuesAreEquivalent(got.Max(), highestUs) {
		t.Errorf("count %d, min %d, max %d", got.TotalCount(), got.Min(), got.Max())
	}
}

func BenchmarkEncode(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	latenciesUs := make([]uint32, 100)
	for i := range latenciesUs {
		latenciesUs[i] = uint32(1 + random.ExpFloat64()*300_000)
	}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		encoder, line := newHistogramEncoder(), []byte(nil)
		of, values := attemptsOf(latenciesUs), attemptsOf(latenciesUs)
		for b.Loop() {
			copy(values.listed, of.listed)
			line = encoder.appendBase64(line[:0], values)
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		histogram := hdrhistogram.New(lowestUs, highestUs, significantFigures)
		for b.Loop() {
			histogram.Reset()
			for _, latencyUs := range latenciesUs {
				_ = histogram.RecordValue(int64(latencyUs))
			}
			_, _ = histogram.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
		}
	})
}
