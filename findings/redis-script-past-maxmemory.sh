#!/usr/bin/env bash
# Redis 7.0 (Debian 12's redis-server), maxmemory with noeviction, scripts
#
# Expected: at maxmemory every command that may take memory is refused: "A script without that line [#!lua] gets the error when it calls a command that adds data" (Redis's page on the OOM error). A script that has
#           removed something before may go on writing as far as it made room.
# Seen:     only the first write of an EVAL script is looked at. Where that one is of a command that never takes memory (DEL, XACK, XTRIM, PEXPIRE …), be it of a key that is not there, everything that follows is
#           written, whatever it takes, and again at the next call: Redis grows to many times its limit, until the system ends it. The same script with "#!lua" in its first line, or its commands in MULTI, are refused.
# So:       scripts that may add much begin with "#!lua", or with what they add; alerts look at used_memory against maxmemory and not only at OOM errors. (A script that moves something deletes first: it works in a full Redis.)
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
used() { ask INFO memory | sed -n 's/^used_memory:\([0-9]*\).*/\1/p'; }
run() { # run NAME SCRIPT: five times, each with a key of a megabyte
  for i in 1 2 3 4 5; do ask EVAL "$2" 1 "$1-$i" | sed '/^$/d; s/^\(OOM\) .*/\1/'; done | sort | uniq -c | awk -v name="$1" '{print name ": " $2 " " $1 " times"}'
}
add="return redis.call('SET', KEYS[1], string.rep('x', 1000000))"

ask EVAL "return redis.call('SET', KEYS[1], string.rep('x', 3000000))" 1 filled >/dev/null
ask CONFIG SET maxmemory 3mb maxmemory-policy noeviction >/dev/null
seen=$(
  run added "$add"
  run flagged "#!lua
redis.call('DEL', 'nothing'); $add"
  run deleted-first "redis.call('DEL', 'nothing'); $add"
  run acknowledged-first "redis.call('XACK', 'nothing', 'group', '1-1'); $add"
  printf 'MULTI\nDEL nothing\nSET multi x\nEXEC\n' | ask | grep -o EXECABORT
)
echo "$seen"
used=$(used)
echo "in use: $((used / 1000000)) MB of 3"
[ "$used" -gt 10000000 ] && [ "$seen" = "added: OOM 5 times
flagged: OOM 5 times
deleted-first: OK 5 times
acknowledged-first: OK 5 times
EXECABORT" ]
