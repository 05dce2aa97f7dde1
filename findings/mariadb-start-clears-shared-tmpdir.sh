#!/usr/bin/env bash
# MariaDB 10.11 (Debian 12's mariadb-server), two servers on one machine with the same tmpdir, as /tmp is for both by default
#
# Expected: a server's temporary tables stay while it runs. The manual on several servers asks for a data folder, a socket and a port of each's own, and advises a tmpdir of its own so that it is
#           seen which server made a file.
# Seen:     a server that starts removes every file named #sql… from tmpdir, also those that the other server has open. The other's statement fails with errno 2 when it is done with its table: met as
#           "Error on delete of '/tmp/#sql-update-….MAI'" in the middle of an UPDATE with a join, under load, whenever somebody started a second server.
# So:       each server that is started here has a tmpdir of its own.
set -euo pipefail
command -v mariadbd >/dev/null || { echo "needs mariadbd: apt-get install mariadb-server"; exit 2; }
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
as=(); [ "$(id -u)" != 0 ] || as=(--user=mysql)
mkdir one two tmp; [ "$(id -u)" != 0 ] || chown mysql . one two tmp
ask() { mariadb --no-defaults -uroot -S "$folder/$1.socket" -N -e "$2" 2>&1; }
start() {
  mariadb-install-db --no-defaults --datadir="$folder/$1" --auth-root-authentication-method=normal --skip-test-db "${as[@]}" >install.log 2>&1
  mariadbd --no-defaults --datadir="$folder/$1" --socket="$folder/$1.socket" --tmpdir="$folder/tmp" --skip-networking "${as[@]}" >"$1.log" 2>&1 &
  for _ in $(seq 100); do ask "$1" 'SELECT 1' >/dev/null && return; sleep 0.2; done
}
files() { find tmp -name '#sql*' | wc -l; }
start one
ask one 'SELECT VERSION()'
ask one 'CREATE DATABASE d; USE d; CREATE TEMPORARY TABLE kept (v INT) ENGINE=Aria; INSERT INTO kept VALUES (1); DO SLEEP(60)' >/dev/null &
for _ in $(seq 100); do [ "$(files)" = 0 ] || break; sleep 0.1; done
before=$(files)
start two
after=$(files)
echo "files of the first server's temporary table: $before, after the second server started: $after"
[ "$before" -gt 0 ] && [ "$after" = 0 ]
