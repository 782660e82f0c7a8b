// Package traffic counts what this process has on the wire: connections, bytes, requests in flight.
package traffic

import (
	"net"
	"sync/atomic"
)

// Meter is shared by all connections and requests of a process.
type Meter struct {
	OpenConnections atomic.Int64
	BytesSent       atomic.Int64
	BytesReceived   atomic.Int64
	// InFlight are requests sent that have neither answer nor error.
	InFlight atomic.Int64
	// Cut are requests whose answer was not awaited: k6 stopped meanwhile and took no sample of them.
	Cut atomic.Int64
}

// Connection counts the bytes of a connection and its life.
func (m *Meter) Connection(conn net.Conn) net.Conn {
	m.OpenConnections.Add(1)
	return &meteredConn{Conn: conn, meter: m}
}

type meteredConn struct {
	net.Conn
	meter  *Meter
	closed atomic.Bool
}

func (c *meteredConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.meter.BytesReceived.Add(int64(n))
	return n, err
}

func (c *meteredConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.meter.BytesSent.Add(int64(n))
	return n, err
}

func (c *meteredConn) Close() error {
	if c.closed.CompareAndSwap(false, true) {
		c.meter.OpenConnections.Add(-1)
	}
	return c.Conn.Close()
}
