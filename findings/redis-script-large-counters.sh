#!/usr/bin/env bash
# Redis 7.0 (Debian 12's redis-server), counters in scripts
#
# Expected: INCR counts in 64 bits, so a script that returns what its INCR answered, or writes it to another key, gives that number; at worst its last digits are rounded.
# Seen:     beyond 2^53, as .NET's ticks are, the script returns the number before (639000000000000000 where the key holds 639000000000000001), and what it writes
#           elsewhere is the text 6.39e+17, which is no integer any more: the next INCR of that key is an error. INCR itself goes on counting exactly.
# So:       in a script a large number stays the text that HGET or GET answers, and is compared as text: the longer is the larger, of two as long the later in order.
set -euo pipefail
command -v redis-server >/dev/null || { echo "needs redis-server: apt-get install redis-server"; exit 2; }
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
redis-server --port 0 --unixsocket "$folder/socket" --save '' --dir "$folder" >server.log 2>&1 &
server=$!
ask() { redis-cli -s "$folder/socket" "$@" 2>&1; }
for _ in $(seq 100); do ask PING >/dev/null && break; sleep 0.1; done
ask INFO server | grep -o 'redis_version:[0-9.]*'
seen=$(
  ask SET counter 639000000000000000
  ask INCR counter
  ask EVAL "return redis.call('INCR', KEYS[1])" 1 counter
  ask GET counter
  ask EVAL "redis.call('SET', KEYS[2], redis.call('INCR', KEYS[1])); return redis.call('GET', KEYS[2])" 2 counter copy
  ask INCR copy
  ask GET counter
)
echo "$seen"
[ "$seen" = "OK
639000000000000001
639000000000000000
639000000000000002
6.39e+17
ERR value is not an integer or out of range

639000000000000003" ]
