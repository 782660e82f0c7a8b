package main

import (
	"strings"
	"sync/atomic"

	"github.com/alicebob/miniredis/v2/server"
)

// denied are the commands that Redis refuses when it is out of memory and may not evict (flag denyoom), of those that a shop
// uses.
var denied = map[string]bool{
	"APPEND": true, "GETSET": true, "HINCRBY": true, "HMSET": true, "HSET": true, "HSETNX": true, "INCR": true, "INCRBY": true,
	"INCRBYFLOAT": true, "LPUSH": true, "MSET": true, "MSETNX": true, "PSETEX": true, "RPUSH": true, "SADD": true, "SET": true,
	"SETEX": true, "SETNX": true, "SETRANGE": true, "ZADD": true, "ZINCRBY": true,
}

const outOfMemory = "OOM command not allowed when used memory > 'maxmemory'."

// memoryLimit is the part of Redis's memory limit that matters to a client: CONFIG SET maxmemory with anything but 0 makes this
// Redis full, whatever is in it; with 0 it takes writes again. The only policy is noeviction.
type memoryLimit struct{ full atomic.Bool }

// before is called before each command; true when it has been answered.
func (m *memoryLimit) before(client *server.Peer, command string, args ...string) bool {
	if command == "CONFIG" {
		m.configure(client, args)
		return true
	}
	if !m.full.Load() || !denied[command] {
		return false
	}
	client.WriteError(outOfMemory)
	return true
}

func (m *memoryLimit) configure(client *server.Peer, args []string) {
	if len(args) != 3 || !strings.EqualFold(args[0], "SET") {
		client.WriteError("ERR this Redis knows CONFIG SET maxmemory and maxmemory-policy")
		return
	}
	switch parameter, value := strings.ToLower(args[1]), args[2]; {
	case parameter == "maxmemory":
		m.full.Store(value != "0")
		client.WriteOK()
	case parameter == "maxmemory-policy" && value == "noeviction":
		client.WriteOK()
	default:
		client.WriteError("ERR Unsupported CONFIG parameter or value: " + parameter + " " + value)
	}
}
