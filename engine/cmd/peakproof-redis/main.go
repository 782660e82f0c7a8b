// Command peakproof-redis is an in-memory Redis for machines that have none: miniredis on 127.0.0.1, for as long as its
// stdin is open.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// miniredis lets keys expire only when it is told that time has passed. It then looks at every key under its lock, which with
// the carts of 20,000 shoppers is not to be done often; nothing that the shop keeps expires within minutes.
const tick = 5 * time.Second

func main() {
	port := flag.Int("port", 6379, "port on 127.0.0.1; 0 takes a free one")
	flag.Parse()
	if err := serve(*port); err != nil {
		fmt.Fprintln(os.Stderr, "peakproof-redis:", err)
		os.Exit(1)
	}
}

func serve(port int) error {
	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err != nil {
		return err
	}
	defer redis.Close()
	redis.Server().SetPreHook((&memoryLimit{}).before)

	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGINT, syscall.SIGTERM)
	stdinClosed := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(stdinClosed)
	}()

	fmt.Printf("ready %s\n", redis.Addr())

	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case now := <-ticker.C:
			redis.FastForward(now.Sub(last))
			last = now
		case <-ended:
			return nil
		case <-stdinClosed:
			return nil
		}
	}
}
