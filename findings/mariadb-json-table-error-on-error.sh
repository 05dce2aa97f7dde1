#!/usr/bin/env bash
# MariaDB 10.11 (Debian 12's mariadb-server), JSON_TABLE
#
# Expected: a column declared `BIGINT PATH '$.count' ERROR ON ERROR` raises an error for a text that is no number, as its words say and as
#           MySQL 8 documents; most of all in strict mode.
# Seen:     no error: the value becomes 0, in a SELECT and in an INSERT … SELECT, with the strict mode that is the default.
# So:       a batch that is handed over as JSON must be right before it reaches the server; the server does not refuse it.
set -euo pipefail
command -v mariadbd >/dev/null || { echo "needs mariadbd: apt-get install mariadb-server"; exit 2; }
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
as=(); [ "$(id -u)" != 0 ] || as=(--user=mysql)
mkdir data; [ "$(id -u)" != 0 ] || chown mysql data .
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db "${as[@]}" >install.log 2>&1
mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/socket" --skip-networking "${as[@]}" >server.log 2>&1 &
server=$!
ask() { mariadb --no-defaults -uroot -S "$folder/socket" -N -e "$1" 2>&1; }
for _ in $(seq 100); do ask 'SELECT 1' >/dev/null && break; sleep 0.2; done
ask 'SELECT VERSION()'
seen=$(ask "CREATE DATABASE d; USE d; CREATE TABLE t (c BIGINT NOT NULL) ENGINE=InnoDB;
  SELECT @@sql_mode LIKE '%STRICT_TRANS_TABLES%';
  INSERT INTO t SELECT j.c FROM JSON_TABLE('[{\"count\":\"many\"}]', '\$[*]' COLUMNS (c BIGINT PATH '\$.count' ERROR ON ERROR)) AS j;
  SELECT COUNT(*), MAX(c) FROM t") || true
echo "$seen"
[ "$seen" = "1
1	0" ]
