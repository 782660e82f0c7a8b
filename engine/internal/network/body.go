package network

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// AcceptEncoding are the encodings that texts are decoded from.
const AcceptEncoding = "gzip, deflate, br"

// A page beyond this is a mistake, or an attack on whoever decodes it.
const longestTextBytes = 64 << 20

var errTooLong = fmt.Errorf("the answer is longer than %d MiB", longestTextBytes>>20)

var (
	pages = sync.Pool{New: func() any { return &bytes.Buffer{} }}
	waste = sync.Pool{New: func() any { return &wasteBuffer{} }}
)

// Buffers beyond this are left to the garbage collector, so that one long page does not keep its memory for ever.
const longestKeptBytes = 256 << 10

type wasteBuffer [4096]byte

// readBody reads the answer to its end and puts what was read in its place.
func readBody(resp *http.Response, wantsText bool) error {
	body := resp.Body
	defer func() { _ = body.Close() }()
	resp.Body = http.NoBody
	if !wantsText {
		return throwAway(body)
	}
	text, err := readText(body, resp.Header.Get("Content-Encoding"))
	if err != nil {
		return err
	}
	resp.Body = text
	return nil
}

func throwAway(body io.Reader) error {
	buffer := waste.Get().(*wasteBuffer)
	defer waste.Put(buffer)
	for {
		if _, err := body.Read(buffer[:]); err != nil {
			return unlessEOF(err)
		}
	}
}

func unlessEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

func readText(body io.Reader, encoding string) (io.ReadCloser, error) {
	decoded, err := decoderOf(body, encoding)
	if err == io.EOF {
		return http.NoBody, nil // an empty body, whatever its encoding
	}
	if err != nil {
		return nil, err
	}
	page := pages.Get().(*bytes.Buffer)
	defer func() {
		if page.Cap() <= longestKeptBytes {
			page.Reset()
			pages.Put(page)
		}
	}()
	if _, err := page.ReadFrom(io.LimitReader(decoded, longestTextBytes+1)); err != nil {
		return nil, err
	}
	if page.Len() > longestTextBytes {
		return nil, errTooLong
	}
	// A decoder may stop at the end of its stream; the connection must be read to the end of the body.
	if err := throwAway(body); err != nil {
		return nil, err
	}
	return &Text{text: page.String()}, nil
}

func decoderOf(body io.Reader, encoding string) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(body)
	case "deflate":
		return inflate(body)
	case "br":
		return brotli.NewReader(body), nil
	}
	return nil, fmt.Errorf("the answer is encoded as %q, which was not asked for", encoding)
}

// inflate reads zlib's format, as the standard says, or bare deflate, as some servers send it (RFC 9110, 8.4.1.2).
func inflate(body io.Reader) (io.Reader, error) {
	var head [2]byte
	if _, err := io.ReadFull(body, head[:]); err != nil {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:]), body)
	if head[0]&0x0f == 8 && (uint16(head[0])<<8|uint16(head[1]))%31 == 0 {
		return zlib.NewReader(whole)
	}
	return flate.NewReader(whole), nil
}

// Text is the body of an answer that was read.
type Text struct {
	text string
	read int
}

// TextOf gives the text of an answer that Do returned; empty where it was not wanted.
func TextOf(resp *http.Response) string {
	if text, ok := resp.Body.(*Text); ok {
		return text.text
	}
	return ""
}

// Read implements io.Reader, for http.Client.
func (t *Text) Read(p []byte) (int, error) {
	if t.read >= len(t.text) {
		return 0, io.EOF
	}
	n := copy(p, t.text[t.read:])
	t.read += n
	return n, nil
}

// Close implements io.Closer.
func (t *Text) Close() error { return nil }

var errNoAnswer = errors.New("the server closed the connection without an answer")
