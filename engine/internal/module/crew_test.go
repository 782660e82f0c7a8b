package module

import (
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestACrewDoesEveryJobAtOnceAndKeepsFewGoroutines(t *testing.T) {
	const jobs = 1_000
	before := runtime.NumGoroutine()
	c := newCrew()

	for range 2 {
		var begun, ended sync.WaitGroup
		release := make(chan struct{})
		for range jobs {
			begun.Add(1)
			ended.Add(1)
			c.do(func() {
				begun.Done()
				<-release
				ended.Done()
			})
		}
		begun.Wait() // none of them waits for another one's end
		close(release)
		ended.Wait()
		eventually(t, func() bool {
			idle := c.idle.Load()
			return runtime.NumGoroutine() <= before+mostIdle && idle >= 1 && idle <= mostIdle
		})
	}
}

func TestAnIdleGoroutineOfACrewDoesTheNextJob(t *testing.T) {
	c := newCrew()
	done := make(chan struct{})
	c.do(func() { done <- struct{}{} })
	<-done
	eventually(t, func() bool { return c.idle.Load() == 1 })
	before := runtime.NumGoroutine()

	for range 100 {
		time.Sleep(time.Millisecond) // it says that it is idle before it listens
		c.do(func() { done <- struct{}{} })
		<-done
	}
	if now := runtime.NumGoroutine(); now > before+10 {
		t.Fatalf("%d goroutines, of %d before", now, before)
	}
}

func eventually(t *testing.T, isTrue func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !isTrue(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not within ten seconds")
		}
	}
}
