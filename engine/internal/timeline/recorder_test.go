package timeline

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func total(d drained) (attempts int) {
	for _, e := range d.entries {
		attempts += e.total
	}
	return attempts
}

func TestNothingIsRecordedBeforeItIsSwitchedOn(t *testing.T) {
	r := benchedRecorder()
	r.on.Store(false)
	r.RecordStep("browse", "ok", time.Second, time.Millisecond)
	if d := r.drain(); len(d.entries) != 0 || d.lost != 0 {
		t.Errorf("%+v", d)
	}
}

func TestAttemptsAreDrainedInOrderBySecondKindNameAndOutcome(t *testing.T) {
	r := benchedRecorder()
	r.RecordStep("cart", "ok", 2*time.Second, time.Millisecond)
	r.RecordRequest("cart", "ok", 2*time.Second, time.Millisecond)
	r.RecordStep("browse", "timeout", 2900*time.Millisecond, time.Minute)
	r.RecordStep("browse", "ok", 2*time.Second, time.Millisecond)
	r.RecordStep("browse", "ok", -time.Millisecond, time.Millisecond)
	r.RecordStep("browse", "ok", 2*time.Second, time.Millisecond)
	var got []string
	for _, e := range r.drain().entries {
		got = append(got, fmt.Sprintf("%d %s %s %s %d", e.second, e.kind, e.name, e.outcome, e.total))
	}
	want := "-1 step browse ok 1; 2 request cart ok 1; 2 step browse ok 2; 2 step browse timeout 1; 2 step cart ok 1"
	if strings.Join(got, "; ") != want {
		t.Errorf("%v", got)
	}
	if d := r.drain(); len(d.entries) != 0 {
		t.Errorf("drained twice: %+v", d)
	}
}

func TestNoAttemptIsLostOrCountedTwiceBetweenManyGoroutinesAndDrains(t *testing.T) {
	const goroutines, attemptsEach = 200, 500
	r := benchedRecorder()
	var shoppers sync.WaitGroup
	for g := range goroutines {
		shoppers.Go(func() {
			for i := range attemptsEach {
				r.RecordStep(benchedNames[i%len(benchedNames)], "ok", time.Duration(i)*time.Second/100, time.Millisecond)
				r.RecordRequest(benchedNames[g%len(benchedNames)], "ok", 0, time.Millisecond)
			}
		})
	}
	ended := make(chan struct{})
	go func() {
		shoppers.Wait()
		close(ended)
	}()
	got := 0
	for open := true; open; {
		select {
		case <-ended:
			open = false
		default:
		}
		d := r.drain()
		got += total(d)
		r.giveBack(d)
	}
	if want := 2 * goroutines * attemptsEach; got != want {
		t.Errorf("%d of %d attempts", got, want)
	}
}

func TestNamesBeyondTheLimitAreCountedUnderOne(t *testing.T) {
	const attempts = 5000
	r := benchedRecorder()
	names, others := map[string]bool{}, 0
	for i := range attempts {
		r.RecordRequest(fmt.Sprintf("GET /product/%d", i), "ok", time.Duration(i)*time.Millisecond, time.Millisecond)
		r.RecordStep("browse", "ok", 0, time.Millisecond)
		if i%1000 == 0 {
			r.giveBack(r.drain())
		}
	}
	r.RecordRequest("GET /product/7", "ok", 0, time.Millisecond)
	r.RecordRequest("GET /product/7777", "timeout", 0, time.Millisecond)
	d := r.drain()
	for _, e := range d.entries {
		names[string(e.kind)+" "+e.name] = true
		if e.name == otherNames {
			others += e.total
		}
	}
	if !names["step browse"] || !names["request GET /product/7"] || names["request GET /product/7777"] {
		t.Errorf("%v", names)
	}
	if others != 1000 {
		t.Errorf("%d under %s", others, otherNames)
	}
	if series := len(r.requests.byName); series > maxNames+2 {
		t.Errorf("%d series", series)
	}
	if d.firstOtherRequest != "GET /product/500" || d.firstOtherStep != "" {
		t.Errorf("first other names: %q, %q", d.firstOtherRequest, d.firstOtherStep)
	}
}

func TestALongNameIsNotKept(t *testing.T) {
	r := benchedRecorder()
	r.RecordStep(strings.Repeat("x", maxNameBytes), "ok", 0, time.Millisecond)
	r.RecordStep(strings.Repeat("y", 1<<20), "ok", 0, time.Millisecond)
	d := r.drain()
	if len(d.entries) != 2 || d.entries[0].name != otherNames || len(d.firstOtherStep) != maxNameBytes {
		t.Errorf("%d entries, first other name of %d bytes", len(d.entries), len(d.firstOtherStep))
	}
}

func heapBytes() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestWhatIsHeldIsBoundedWhenNobodyDrains(t *testing.T) {
	r := benchedRecorder()
	before := heapBytes()
	const attempts = 400_000
	for i := range attempts {
		r.RecordStep(benchedNames[i%len(benchedNames)], "ok", time.Duration(i/6)*time.Second, time.Millisecond)
	}
	if held := int64(heapBytes()) - int64(before); held > 2*maxHeldBytes {
		t.Errorf("%d MiB are held", held>>20)
	}
	d := r.drain()
	if d.lost == 0 || int(d.lost)+total(d) != attempts {
		t.Errorf("%d lost and %d drained of %d", d.lost, total(d), attempts)
	}
	r.giveBack(d)
	r.RecordStep("browse", "ok", 0, time.Millisecond)
	if d := r.drain(); d.lost != 0 || total(d) != 1 {
		t.Errorf("after the drain: %d lost, %d drained", d.lost, total(d))
	}
}

// A soak with an outage in it: a second of 100,000 attempts, and one whose answers come from a minute of seconds.
func TestASoakLeavesTheHeapWhereItWas(t *testing.T) {
	r := benchedRecorder()
	encoder, line := newHistogramEncoder(), []byte(nil)
	second := 0
	pass := func(attempts, lateSeconds int) {
		for i := range attempts {
			sent := time.Duration(second-i%(lateSeconds+1)) * time.Second
			r.RecordStep(benchedNames[i%len(benchedNames)], "ok", sent, time.Duration(i%3000)*time.Millisecond)
		}
		d := r.drain()
		for _, e := range d.entries {
			line = encoder.appendBase64(line[:0], &e.attempts)
		}
		r.giveBack(d)
		second++
	}
	for range 20 {
		pass(1000, 0)
	}
	before := heapBytes()
	pass(100_000, 0)
	pass(300_000, 59)
	for range 600 {
		pass(1000, 1)
	}
	grown := int64(heapBytes()) - int64(before)
	t.Logf("the heap grew by %d KiB", grown>>10)
	if grown > 2<<20 {
		t.Errorf("%d KiB more after a million attempts", grown>>10)
	}
	runtime.KeepAlive(r)
}

func TestRecordingAllocatesNothingInTheSteadyState(t *testing.T) {
	r := benchedRecorder()
	second := 0
	oneSecond := func() {
		for i := range 2000 {
			r.RecordStep(benchedNames[i%len(benchedNames)], "ok", time.Duration(second)*time.Second, time.Millisecond)
			r.RecordRequest(benchedNames[i%len(benchedNames)], "ok", time.Duration(second)*time.Second, time.Millisecond)
		}
		r.giveBack(r.drain())
		second++
	}
	for range 10 {
		oneSecond()
	}
	if allocations := testing.AllocsPerRun(50, oneSecond); allocations > 5 {
		t.Errorf("%v allocations for 4,000 attempts and a drain", allocations)
	}
}
