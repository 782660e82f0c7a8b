// Command target is the server that the benchmarks shop at: every page after the same time, and a record of its own about how
// long each took. It ends when its standard input closes.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// figures are what the target knows of the requests that it answered, from the first byte read to the last byte handed over.
type figures struct {
	mu        sync.Mutex
	latencies *hdrhistogram.Histogram
	open      atomic.Int64
	peak      atomic.Int64
}

func (f *figures) record(took time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = f.latencies.RecordValue(max(1, took.Microseconds()))
}

func (f *figures) connState(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		open := f.open.Add(1)
		for peak := f.peak.Load(); open > peak && !f.peak.CompareAndSwap(peak, open); peak = f.peak.Load() {
		}
	case http.StateClosed, http.StateHijacked:
		f.open.Add(-1)
	}
}

func (f *figures) answer(w http.ResponseWriter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = json.NewEncoder(w).Encode(map[string]any{
		"requests": f.latencies.TotalCount(), "p50Ms": float64(f.latencies.ValueAtQuantile(50)) / 1000,
		"p95Ms": float64(f.latencies.ValueAtQuantile(95)) / 1000, "p99Ms": float64(f.latencies.ValueAtQuantile(99)) / 1000,
		"connectionsPeak": f.peak.Load(),
	})
}

func main() {
	port := flag.Int("port", 0, "port on 127.0.0.1; 0 takes a free one")
	delay := flag.Duration("delay", 5*time.Millisecond, "how long an answer takes")
	bytes := flag.Int("bytes", 2048, "length of a page")
	secure := flag.Bool("tls", false, "speak TLS, and HTTP/2 where it is asked for")
	flag.Parse()
	if err := serve(*port, *delay, *bytes, *secure); err != nil {
		fmt.Fprintln(os.Stderr, "target:", err)
		os.Exit(1)
	}
}

func serve(port int, delay time.Duration, bytes int, secure bool) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	record := &figures{latencies: hdrhistogram.New(1, 600_000_000, 3)}
	page := `<html data-page="home" data-sku="sku-000001" data-price-cents="1999">` + strings.Repeat("x", max(0, bytes-80)) + "</html>"
	mux := http.NewServeMux()
	mux.HandleFunc("/figures", func(w http.ResponseWriter, _ *http.Request) { record.answer(w) })
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		began := time.Now()
		_, _ = io.Copy(io.Discard, req.Body)
		time.Sleep(delay)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page)
		record.record(time.Since(began))
	})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	if !secure {
		fmt.Printf("{\"ready\":true,\"baseUrl\":\"http://%s\"}\n", listener.Addr())
		return servePlain(listener, page, delay, record)
	}
	certificate, err := selfSigned()
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: mux, ConnState: record.connState, ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}},
	}
	fmt.Printf("{\"ready\":true,\"baseUrl\":\"https://%s\"}\n", listener.Addr())
	return server.ServeTLS(listener, "", "")
}

func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
