package shoppers_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/peakproof/peakproof/engine/internal/shoppers"
)

func TestCookiesLastForAVisitOrForMore(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		if cookie, err := req.Cookie("sid"); err == nil {
			_, _ = io.WriteString(w, cookie.Value)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "seven", Path: "/"})
	})
	r := newRig(t, rigOptions{})
	visit := func(keepsCookies bool) string {
		r.must(r.StartSession(1, keepsCookies))
		r.must(r.BeginStep(1, "browse", time.Now().Add(patient)))
		first := r.ask(1, server.URL).Text
		second := r.ask(1, server.URL).Text
		r.must(r.EndSession(1, keepsCookies))
		return first + "," + second
	}
	for i, c := range []struct {
		keeps bool
		want  string
	}{{false, ",seven"}, {false, ",seven"}, {true, ",seven"}, {true, "seven,seven"}, {false, ",seven"}, {true, ",seven"}} {
		if got := visit(c.keeps); got != c.want {
			t.Errorf("visit %d: %q, want %q", i, got, c.want)
		}
	}
}

func TestAssetsAreFetchedOnceAVisitAndWhatDidNotComeAgain(t *testing.T) {
	var isDown atomic.Bool
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/shop.js" && isDown.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	r := newRig(t, rigOptions{})
	fetch := func() (missed string) {
		asks := make([]shoppers.Ask, 2)
		for i, path := range []string{"/shop.css", "/shop.js"} {
			asks[i] = shoppers.Ask{Slot: 1, Method: http.MethodGet, URL: server.URL + path, Name: path, Header: http.Header{}}
		}
		ask, answer := r.Fetch(1, asks)
		if ask == nil {
			return ""
		}
		return fmt.Sprint(ask.Name, " ", answer.Status)
	}
	isDown.Store(true)
	r.start(1, patient)
	for i, want := range []string{"/shop.js 503", "", ""} {
		if missed := fetch(); missed != want {
			t.Errorf("time %d: %q is missing, want %q", i, missed, want)
		}
		isDown.Store(false)
	}
	names := func() string {
		made := make([]string, 0, len(r.recorded()))
		for _, request := range r.recorded() {
			made = append(made, request.Name)
		}
		slices.Sort(made)
		return strings.Join(made, " ")
	}
	if got := names(); got != "/shop.css /shop.js /shop.js" {
		t.Errorf("requests in one visit: %s", got)
	}
	r.must(r.EndSession(1, false))
	r.start(1, patient)
	if missed := fetch(); missed != "" {
		t.Errorf("%q is missing in the next visit", missed)
	}
	if got := len(r.recorded()); got != 5 {
		t.Errorf("%d requests in two visits, want 5", got)
	}
}

func TestRedirectsAreFollowedAndEachIsARequest(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		switch req.URL.Path {
		case "/cart":
			_, _ = io.WriteString(w, req.Method+" "+req.URL.Path)
		case "/again":
			body, _ := io.ReadAll(req.Body)
			_, _ = io.WriteString(w, req.Method+" "+string(body))
		case "/temporary":
			http.Redirect(w, req, "/again", http.StatusTemporaryRedirect)
		case "/for-ever":
			http.Redirect(w, req, "/for-ever", http.StatusFound)
		default:
			http.Redirect(w, req, "/cart", http.StatusSeeOther)
		}
	})
	r := newRig(t, rigOptions{})
	r.start(1, patient)
	post := func(path string) shoppers.Answer {
		return r.Send(shoppers.Ask{
			Slot: 1, Method: http.MethodPost, URL: server.URL + path, Name: "post", Header: http.Header{}, Body: "a=b", HasBody: true, WantsText: true,
		})
	}
	if answer := post("/add"); answer.Text != "GET /cart" || answer.Status != http.StatusOK {
		t.Errorf("303: %+v", answer)
	}
	if answer := post("/temporary"); answer.Text != "POST a=b" {
		t.Errorf("307: %+v", answer)
	}
	if got := len(r.recorded()); got != 4 {
		t.Errorf("%d requests, want 4", got)
	}
	if answer := r.ask(1, server.URL+"/for-ever"); answer.Err == nil || !strings.Contains(answer.Err.Error(), "redirects") {
		t.Errorf("%+v", answer)
	}
}

func TestTextsAreDecoded(t *testing.T) {
	const page = "<main>Größe 42 · 19,99 €</main>"
	encode := func(writer func(io.Writer) io.WriteCloser) []byte {
		var encoded bytes.Buffer
		w := writer(&encoded)
		_, _ = io.WriteString(w, page)
		_ = w.Close()
		return encoded.Bytes()
	}
	bodies := map[string][]byte{
		"":     []byte(page),
		"gzip": encode(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"br":   encode(func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }),
		"deflate": encode(func(w io.Writer) io.WriteCloser {
			return zlib.NewWriter(w)
		}),
		"deflate, bare": encode(func(w io.Writer) io.WriteCloser {
			bare, _ := flate.NewWriter(w, flate.BestSpeed)
			return bare
		}),
	}
	for name, body := range bodies {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if name != "" {
				w.Header().Set("Content-Encoding", strings.TrimSuffix(name, ", bare"))
			}
			_, _ = w.Write(body)
		})
		r := newRig(t, rigOptions{})
		r.start(1, patient)
		for range 2 { // the second over the same connection: nothing of the first was left in it
			if answer := r.ask(1, server.URL); answer.Text != page {
				t.Errorf("%q: %+v", name, answer)
			}
		}
		unread := r.Send(shoppers.Ask{Slot: 1, Method: http.MethodGet, URL: server.URL, Name: "asset", Header: http.Header{}})
		if unread.Status != http.StatusOK || unread.Text != "" {
			t.Errorf("%q, unread: %+v", name, unread)
		}
		if open := r.meter.OpenConnections.Load(); open != 1 {
			t.Errorf("%q: %d connections", name, open)
		}
	}
}

func TestAnEncodingThatWasNotAskedForIsAnError(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "zstd")
		_, _ = io.WriteString(w, "?")
	})
	if answer := newRig(t, rigOptions{}).visit(1, server.URL); answer.Err == nil || !strings.Contains(answer.Err.Error(), "zstd") {
		t.Errorf("%+v", answer)
	}
}

func TestSessionsAndStepsOutOfOrderAreRefused(t *testing.T) {
	r := newRig(t, rigOptions{})
	if err := r.EndSession(1, false); err == nil {
		t.Error("a session that was not started was ended")
	}
	r.must(r.StartSession(1, false))
	if err := r.StartSession(1, false); err == nil {
		t.Error("a session was started twice")
	}
	if _, err := r.EndStep(1); err == nil {
		t.Error("a step that was not begun was ended")
	}
	r.must(r.BeginStep(1, "browse", time.Now()))
	if err := r.BeginStep(1, "cart", time.Now()); err == nil {
		t.Error("a step was begun within a step")
	}
}

func TestRequestName(t *testing.T) {
	for _, c := range [][3]string{
		{"GET", "/", "GET /"},
		{"GET", "/search?q=lamp", "GET /search"},
		{"POST", "/cart/items", "POST /cart/items"},
		{"GET", "/product/sku-000001", "GET /product/:id"},
		{"GET", "http://127.0.0.1:8080/a/1/b#top", "GET /a/:id/b"},
		{"GET", "https://shop.example", "GET /"},
		{"GET", "https://shop.example?x=1", "GET /"},
	} {
		if got := shoppers.RequestName(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
