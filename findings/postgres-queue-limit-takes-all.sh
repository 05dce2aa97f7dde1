#!/usr/bin/env bash
# PostgreSQL 15 (Debian 12's postgresql), a table as a queue
#
# Expected: DELETE … WHERE id IN (SELECT id … LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING …, the usual way to take a job ("multiple consumers accessing a queue-like table", its documentation of SKIP LOCKED), takes one: the subquery names
#           nothing of the row outside of it, so it has one answer for the statement.
# Seen:     it takes one while the statistics know many rows. Where they are of a moment in which the queue was all but empty, as a queue mostly is when it is analysed, the plan is a nested loop that runs the subquery anew for each row,
#           and it answers another row each time, since what this statement has deleted already is skipped: one worker takes all 21, with an ORDER BY too. Its code reads one row (ExecuteScalar), does one job, and commits: 20 are
#           gone. UPDATE … SET owner claims all of them likewise. (Reported as bug 15715 in 2019, and answered: not a bug, an IN is a join. The documentation of SKIP LOCKED, DELETE and UPDATE does not say so.)
# So:       WITH taken AS MATERIALIZED (SELECT … LIMIT 1 FOR UPDATE SKIP LOCKED) DELETE … USING taken, or id = ANY (ARRAY (SELECT …)); whoever takes reads all that RETURNING gives.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || { echo "needs PostgreSQL: apt-get install postgresql"; exit 2; }
folder=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }
trap '(cd "$folder" && as "$bin/pg_ctl" -D "$folder/data" -m immediate stop) >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
mkdir data socket; [ "$(id -u)" != 0 ] || chown postgres data socket
as "$bin/initdb" -D data -A trust -U postgres -E UTF8 --locale=C >/dev/null
as "$bin/pg_ctl" -D data -w -l socket/log -o "-c listen_addresses= -c autovacuum=off -c unix_socket_directories=$folder/socket" start >/dev/null
ask() { psql -X -h "$folder/socket" -U postgres -v ON_ERROR_STOP=1 -Atq "$@"; }
ask -c 'SHOW server_version'

take() { # take NAME ROWS-WHEN-ANALYSED STATEMENT: how many jobs one statement takes, when 20 more have come
  ask -c 'SET client_min_messages = error' -c 'DROP TABLE IF EXISTS jobs' -c 'CREATE TABLE jobs (id int PRIMARY KEY, owner text)' -c "INSERT INTO jobs SELECT generate_series(1, $2)" -c 'ANALYZE jobs' -c "INSERT INTO jobs SELECT generate_series($2 + 1, $2 + 20)" >/dev/null
  echo "$1, analysed with $2: $(ask -c "$3" | wc -l)"
}
seen=$(
  in='id IN (SELECT id FROM jobs WHERE owner IS NULL LIMIT 1 FOR UPDATE SKIP LOCKED)'
  take 'DELETE' 1000 "DELETE FROM jobs WHERE $in RETURNING id"
  take 'DELETE' 1 "DELETE FROM jobs WHERE $in RETURNING id"
  take 'DELETE, ordered' 1 "DELETE FROM jobs WHERE ${in/LIMIT/ORDER BY id LIMIT} RETURNING id"
  take 'UPDATE' 1 "UPDATE jobs SET owner = 'me' WHERE $in RETURNING id"
  take 'DELETE by WITH' 1 "WITH taken AS MATERIALIZED (SELECT id FROM jobs WHERE owner IS NULL LIMIT 1 FOR UPDATE SKIP LOCKED) DELETE FROM jobs USING taken WHERE jobs.id = taken.id RETURNING jobs.id"
  take 'DELETE by ARRAY' 1 "DELETE FROM jobs WHERE id = ANY (ARRAY ${in#id IN }) RETURNING id"
)
echo "$seen"
[ "$seen" = "DELETE, analysed with 1000: 1
DELETE, analysed with 1: 21
DELETE, ordered, analysed with 1: 21
UPDATE, analysed with 1: 21
DELETE by WITH, analysed with 1: 1
DELETE by ARRAY, analysed with 1: 1" ]
