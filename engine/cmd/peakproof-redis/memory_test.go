package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"
)

func TestMemoryLimit(t *testing.T) {
	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer redis.Close()
	redis.Server().SetPreHook((&memoryLimit{}).before)

	conn, err := net.Dial("tcp", redis.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	answers := bufio.NewReader(conn)
	for _, step := range []struct{ command, answer string }{
		{"SET cart 1", "+OK"},
		{"CONFIG SET maxmemory-policy noeviction", "+OK"},
		{"CONFIG SET maxmemory 1", "+OK"},
		{"SET cart 2", "-OOM command not allowed"},
		{"set cart 2", "-OOM command not allowed"},
		{"EXISTS cart", ":1"},
		{"DEL other", ":0"},
		{"CONFIG SET maxmemory 0", "+OK"},
		{"SET cart 3", "+OK"},
		{"CONFIG SET maxmemory-policy allkeys-lru", "-ERR Unsupported"},
		{"CONFIG GET maxmemory", "-ERR this Redis knows"},
	} {
		words := strings.Fields(step.command)
		_, _ = fmt.Fprintf(conn, "*%d\r\n", len(words))
		for _, word := range words {
			_, _ = fmt.Fprintf(conn, "$%d\r\n%s\r\n", len(word), word)
		}
		answer, err := answers.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(answer, step.answer) {
			t.Errorf("%s: got %q, want %q", step.command, answer, step.answer)
		}
	}
}
