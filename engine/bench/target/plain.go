package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// servePlain answers over plain HTTP/1.1 without net/http's server: the target shares the machine with what is measured, and should
// take as little of it as it can.
func servePlain(listener net.Listener, page string, delay time.Duration, record *figures) error {
	answer := []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(page), page))
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go serveConnection(conn, answer, delay, record)
	}
}

func serveConnection(conn net.Conn, answer []byte, delay time.Duration, record *figures) {
	record.connState(conn, http.StateNew)
	defer func() {
		_ = conn.Close()
		record.connState(conn, http.StateClosed)
	}()
	reader := bufio.NewReaderSize(conn, 1024)
	for {
		if _, err := reader.Peek(1); err != nil {
			return
		}
		began := time.Now()
		path, bodyBytes, err := readRequest(reader)
		if err != nil {
			return
		}
		if _, err := io.CopyN(io.Discard, reader, bodyBytes); err != nil {
			return
		}
		if path == "/figures" {
			_, _ = conn.Write(figuresAnswer(record))
			continue
		}
		time.Sleep(delay)
		if _, err := conn.Write(answer); err != nil {
			return
		}
		record.record(time.Since(began))
	}
}

// readRequest reads a request up to its body.
func readRequest(reader *bufio.Reader) (path string, bodyBytes int64, err error) {
	for first := true; ; first = false {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return "", 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case first:
			if parts := bytes.SplitN(line, []byte(" "), 3); len(parts) == 3 {
				path = string(parts[1])
			}
		case len(line) == 0:
			return path, bodyBytes, nil
		case len(line) > 15 && strings.EqualFold(string(line[:15]), "content-length:"):
			_, _ = fmt.Sscan(string(line[15:]), &bodyBytes)
		}
	}
}

func figuresAnswer(record *figures) []byte {
	recorder := httptest.NewRecorder()
	record.answer(recorder)
	return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", recorder.Body.Len(), recorder.Body.Bytes())
}
