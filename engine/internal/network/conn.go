package network

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"go.k6.io/k6/v2/lib/netext"
	"golang.org/x/net/http2"
)

const (
	readBufferBytes  = 4096
	writeBufferBytes = 2048
)

var (
	readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, readBufferBytes) }}
	writers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, writeBufferBytes) }}

	http2Transport = &http2.Transport{DisableCompression: true}
)

// conn is one connection to an origin.
type conn struct {
	net.Conn
	secure bool
	// socket sees whether the server has closed an idle connection; nil where that cannot be asked.
	socket syscall.RawConn
	// multiplexed is set where the server speaks HTTP/2: then many exchanges go over it at once.
	multiplexed *http2.ClientConn
	// used is true from the first answer on.
	used bool
	// broken connections are not used again.
	broken bool
}

// exchange sends a request and reads the whole answer.
func (c *conn) exchange(ctx context.Context, req *http.Request, deadline time.Time, wantsText bool) (*http.Response, error) {
	if c.multiplexed != nil {
		return c.exchangeHTTP2(ctx, req, deadline, wantsText)
	}
	resp, err := c.exchangeHTTP1(ctx, req, deadline, wantsText)
	c.used = true
	if err != nil || resp.Close || req.Close {
		c.broken = true
	}
	return resp, err
}

func (c *conn) exchangeHTTP1(ctx context.Context, req *http.Request, deadline time.Time, wantsText bool) (*http.Response, error) {
	if err := c.SetDeadline(deadline); err != nil {
		return nil, err
	}
	// A run that is cut wakes whoever waits for an answer.
	stopWatching := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	defer stopWatching()

	if err := c.send(req); err != nil {
		return nil, err
	}
	reader := readers.Get().(*bufio.Reader)
	reader.Reset(c.Conn)
	defer func() {
		reader.Reset(nil)
		readers.Put(reader)
	}()
	resp, err := readHead(reader, req)
	if err != nil {
		return nil, err
	}
	if err := readBody(resp, wantsText); err != nil {
		return nil, err
	}
	if reader.Buffered() > 0 {
		c.broken = true
	}
	return resp, nil
}

func (c *conn) send(req *http.Request) error {
	writer := writers.Get().(*bufio.Writer)
	writer.Reset(c.Conn)
	defer func() {
		writer.Reset(nil)
		writers.Put(writer)
	}()
	if err := req.Write(writer); err != nil {
		return err
	}
	return writer.Flush()
}

// readHead passes over interim answers such as 103 Early Hints.
func readHead(reader *bufio.Reader, req *http.Request) (*http.Response, error) {
	if _, err := reader.Peek(1); err != nil {
		if err == io.EOF {
			return nil, errNoAnswer
		}
		return nil, err
	}
	for {
		resp, err := http.ReadResponse(reader, req)
		if err != nil || resp.StatusCode >= http.StatusOK || resp.StatusCode == http.StatusSwitchingProtocols {
			return resp, err
		}
	}
}

func (c *conn) exchangeHTTP2(ctx context.Context, req *http.Request, deadline time.Time, wantsText bool) (*http.Response, error) {
	bounded, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	resp, err := c.multiplexed.RoundTrip(req.WithContext(bounded))
	if err != nil {
		return nil, err
	}
	return resp, readBody(resp, wantsText)
}

// isUsable tells whether another request may go over the connection.
func (c *conn) isUsable() bool {
	if c.multiplexed != nil {
		state := c.multiplexed.State()
		return !state.Closed && !state.Closing
	}
	return !c.isClosedByServer()
}

// isClosedByServer looks into the socket of an idle connection without taking anything out of it. A plain connection with
// something to read is of no use either: the server spoke without being asked.
func (c *conn) isClosedByServer() bool {
	if c.socket == nil {
		return false
	}
	if c.SetReadDeadline(time.Time{}) != nil {
		return true
	}
	closed := false
	err := c.socket.Read(func(descriptor uintptr) bool {
		var one [1]byte
		n, _, err := syscall.Recvfrom(int(descriptor), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		switch {
		case err == syscall.EAGAIN || err == syscall.EINTR:
		case err != nil || n == 0:
			closed = true
		default:
			closed = !c.secure
		}
		return true
	})
	return closed || err != nil
}

func socketOf(c net.Conn) syscall.RawConn {
	if wrapped, ok := c.(*netext.Conn); ok {
		c = wrapped.Conn
	}
	if given, ok := c.(syscall.Conn); ok {
		if socket, err := given.SyscallConn(); err == nil {
			return socket
		}
	}
	return nil
}

// closeWhenIdle lets the exchanges under way come to their end.
func (c *conn) closeWhenIdle() {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
		defer cancel()
		if c.multiplexed.Shutdown(ctx) != nil {
			_ = c.multiplexed.Close()
		}
		_ = c.Close()
	}()
}

// shutdownTimeout is beyond the patience of any shopper.
const shutdownTimeout = 2 * time.Minute
