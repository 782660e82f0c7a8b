package spool

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	logrustest "github.com/sirupsen/logrus/hooks/test"
)

// collector does what docs/contracts.md asks of one.
type collector struct {
	mu       sync.Mutex
	streams  map[string]string
	content  map[string][]byte
	posts    int
	repeated int
	headers  http.Header
	// before decides for each request whether it is answered by the rules.
	before func(post int, w http.ResponseWriter) bool
	// after decides whether the answer reaches the worker.
	after func(post int) bool
}

func newCollector() *collector {
	return &collector{streams: map[string]string{}, content: map[string][]byte{}}
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.posts++
	c.headers = r.Header
	if c.before != nil && !c.before(c.posts, w) {
		return
	}
	unzipped, err := gzip.NewReader(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	lines, err := io.ReadAll(unzipped)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	file := r.Header.Get("Peakproof-Run") + "/" + r.Header.Get("Peakproof-Evidence") + "-" + r.Header.Get("Peakproof-Worker")
	if stream := c.streams[file]; stream != "" && stream != r.Header.Get("Peakproof-Stream") {
		http.Error(w, "another worker delivers under this name", http.StatusConflict)
		return
	}
	c.streams[file] = r.Header.Get("Peakproof-Stream")
	has := int64(len(c.content[file]))
	offset, err := strconv.ParseInt(r.Header.Get("Peakproof-Offset"), 10, 64)
	if err != nil || offset > has {
		w.Header().Set("Peakproof-Offset", strconv.FormatInt(has, 10))
		w.WriteHeader(http.StatusConflict)
		return
	}
	if offset < has {
		c.repeated++
	}
	if known := has - offset; known < int64(len(lines)) {
		c.content[file] = append(c.content[file], lines[known:]...)
	}
	if c.after != nil && !c.after(c.posts) {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(http.StatusNoContent)
}

func (c *collector) has(file string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.content[file])
}

// delivery is a spool file with a delivery that is in a hurry.
type delivery struct {
	*Delivery
	file *File
	path string
	hook *logrustest.Hook
	want bytes.Buffer
}

func deliverTo(t *testing.T, collectorURL, stream string) *delivery {
	t.Helper()
	logger, hook := quiet()
	path := filepath.Join(t.TempDir(), "timeline-w1.ndjson")
	file, err := Create(path, []byte("{\"type\":\"header\"}\n"), logger)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(collectorURL)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDelivery(file, Stream{Collector: parsed, Run: "run-1", Worker: "w1", Evidence: "timeline", ID: stream}, logger)
	if err != nil {
		t.Fatal(err)
	}
	d.pollInterval, d.firstBackOff, d.lastBackOff, d.closingBackOff = time.Millisecond, time.Millisecond, 5*time.Millisecond, 5*time.Millisecond
	d.start()
	made := &delivery{Delivery: d, file: file, path: path, hook: hook}
	made.want.WriteString("{\"type\":\"header\"}\n")
	return made
}

func (d *delivery) append(i int) {
	d.want.Write(batchOf(i))
	d.file.Append(batchOf(i))
}

func (d *delivery) close(t *testing.T, patienceAtTheEnd time.Duration) error {
	t.Helper()
	if err := d.file.Close(within(t, patience)); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(d.path); string(content) != d.want.String() {
		t.Fatalf("the spool holds %s", content)
	}
	return d.Close(within(t, patienceAtTheEnd))
}

const delivered = "run-1/timeline-w1"

func TestLinesAreDeliveredInOrderAsTheyCome(t *testing.T) {
	c := newCollector()
	server := httptest.NewServer(c)
	defer server.Close()
	d := deliverTo(t, server.URL+"/evidence", "s1")
	for i := range 50 {
		d.append(i)
		if i%10 == 0 {
			eventually(t, "a batch arrives", func() bool { return c.has(delivered) == d.want.String() })
		}
	}
	if err := d.close(t, patience); err != nil {
		t.Fatal(err)
	}
	if c.has(delivered) != d.want.String() {
		t.Errorf("%s", c.has(delivered))
	}
	if len(d.hook.Entries) != 0 {
		t.Errorf("%v", d.hook.LastEntry())
	}
	for name, want := range map[string]string{"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip", "Peakproof-Stream": "s1"} {
		if got := c.headers.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestALongFileIsDeliveredInBatchesOfWholeLines(t *testing.T) {
	c := newCollector()
	server := httptest.NewServer(c)
	defer server.Close()
	c.before = func(int, http.ResponseWriter) bool {
		for file, content := range c.content {
			if content[len(content)-1] != '\n' {
				t.Errorf("%s was cut within a line", file)
			}
		}
		return true
	}
	d := deliverTo(t, server.URL, "s1")
	line := []byte(strings.Repeat("x", 300_000) + "\n")
	for range 12 {
		d.want.Write(line)
		d.file.Append(line)
	}
	if err := d.close(t, patience); err != nil {
		t.Fatal(err)
	}
	if c.has(delivered) != d.want.String() || c.posts < 4 {
		t.Errorf("%d bytes in %d batches", len(c.has(delivered)), c.posts)
	}
}

func TestABatchWhoseAnswerIsLostIsRepeatedAndKeptOnce(t *testing.T) {
	c := newCollector()
	c.after = func(post int) bool { return post%2 == 0 }
	server := httptest.NewServer(c)
	defer server.Close()
	d := deliverTo(t, server.URL, "s1")
	for i := range 20 {
		d.append(i)
		time.Sleep(time.Millisecond)
	}
	if err := d.close(t, patience); err != nil {
		t.Fatal(err)
	}
	if c.has(delivered) != d.want.String() || c.repeated == 0 {
		t.Errorf("%d repeated: %s", c.repeated, c.has(delivered))
	}
	if len(d.hook.Entries) != 1 {
		t.Errorf("%d messages", len(d.hook.Entries))
	}
}

func TestWhatACollectorThatWasGoneMissedIsSentLater(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	d := deliverTo(t, "http://"+address, "s1")
	for i := range 20 {
		d.append(i)
	}
	eventually(t, "the failure is logged", func() bool { return len(d.hook.AllEntries()) > 0 })
	if listener, err = net.Listen("tcp", address); err != nil {
		t.Fatal(err)
	}
	c := newCollector()
	server := &http.Server{Handler: c}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	eventually(t, "all of it arrives", func() bool { return c.has(delivered) == d.want.String() })
	d.append(20)
	if err := d.close(t, patience); err != nil {
		t.Fatal(err)
	}
	if c.has(delivered) != d.want.String() || len(d.hook.Entries) != 1 {
		t.Errorf("%d messages, %s", len(d.hook.Entries), c.has(delivered))
	}
}

func TestACollectorThatAnswersErrorsIsAskedAgain(t *testing.T) {
	c := newCollector()
	c.before = func(post int, w http.ResponseWriter) bool {
		if status := map[int]int{1: 503, 2: 302, 3: 404, 4: 500}[post]; status != 0 {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
			return false
		}
		return true
	}
	server := httptest.NewServer(c)
	defer server.Close()
	d := deliverTo(t, server.URL, "s1")
	d.append(0)
	if err := d.close(t, patience); err != nil {
		t.Fatal(err)
	}
	if c.has(delivered) != d.want.String() {
		t.Errorf("%s", c.has(delivered))
	}
}

func TestACollectorThatLostItsDataGetsThemAgain(t *testing.T) {
	c := newCollector()
	server := httptest.NewServer(c)
	defer server.Close()
	d := deliverTo(t, server.URL, "s1")
	d.append(0)
	eventually(t, "the first batches arrive", func() bool { return c.has(delivered) == d.want.String() })
	c.mu.Lock()
	clear(c.content)
	c.mu.Unlock()
	d.append(1)
	if err := d.close(t, patience); err != nil {
		t.Fatal(err)
	}
	if c.has(delivered) != d.want.String() {
		t.Errorf("%s", c.has(delivered))
	}
}

func TestWhatCannotBeDeliveredStaysInTheFile(t *testing.T) {
	hung := make(chan struct{})
	twoWorkers := newCollector()
	twoWorkers.streams[delivered] = "s2"
	cases := map[string]struct {
		handler http.Handler
		// mayTake is long enough for an answer, where one comes.
		mayTake time.Duration
		want    string
	}{
		"refuses":                   {http.NotFoundHandler(), patience / 8, "404"},
		"hangs":                     {http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hung }), 50 * time.Millisecond, "no time left"},
		"has a worker of this name": {twoWorkers, patience / 8, "another worker delivers under this name"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			if name == "hangs" {
				defer close(hung)
			}
			d := deliverTo(t, server.URL, "s1")
			d.append(0)
			began := time.Now()
			err := d.close(t, c.mayTake)
			if took := time.Since(began); took > patience/2 {
				t.Errorf("it took %v", took)
			}
			told := fmt.Sprintf("%d bytes of %s, from byte 0 on, were not delivered to %s", d.want.Len(), d.path, server.URL)
			if err == nil || !strings.Contains(err.Error(), told) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestThePasswordOfACollectorIsNotLogged(t *testing.T) {
	d := deliverTo(t, "http://worker:secret@127.0.0.1:1/", "s1")
	eventually(t, "the failure is logged", func() bool { return len(d.hook.AllEntries()) > 0 })
	err := d.close(t, time.Millisecond)
	if words := d.hook.LastEntry().Message + err.Error(); strings.Contains(words, "secret") || !strings.Contains(words, "127.0.0.1:1") {
		t.Error(words)
	}
}

func TestBackOffDoublesUpToABoundAndIsPartlyChance(t *testing.T) {
	d := &Delivery{firstBackOff: firstBackOff, lastBackOff: lastBackOff, closingBackOff: closingBackOff}
	for failures, want := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 30 * time.Second} {
		distinct := map[time.Duration]bool{}
		for range 100 {
			got := d.backOff(failures, false)
			distinct[got] = true
			if got < want/2 || got > want {
				t.Errorf("after %d failures: %v", failures, got)
			}
		}
		if len(distinct) < 10 {
			t.Errorf("after %d failures: no chance in it", failures)
		}
	}
	if got := d.backOff(1_000_000, false); got < 15*time.Second || got > lastBackOff {
		t.Errorf("after a million failures: %v", got)
	}
	if got := d.backOff(9, true); got > closingBackOff {
		t.Errorf("at the end of the run: %v", got)
	}
}
