#!/usr/bin/env bash
# mysqld_exporter 0.14.0 (Debian 12's prometheus-mysqld-exporter) with MariaDB 10.11 (its mariadb-server), two of them
#
# Expected: an alert mysql_slave_status_seconds_behind_master > 60 (the usual one for replicas) fires for the replica that is worst off: the one that
#           has stopped, or cannot reach its source, is further behind every second. At the least an alert that fires already goes on.
# Seen:     the metric is not there while the replica is not replicating: the server says NULL then, and the exporter leaves out what is not a number. A replica whose SQL
#           thread has stopped at an error, or whose source is away, has no lag, is not above 60, and ends the alert that was firing: "resolved". mysql_up is 1. (Its
#           example rules have MySQLReplicationNotRunning beside the lag.)
# So:       beside the lag an alert on mysql_slave_status_slave_sql_running == 0 or mysql_slave_status_slave_io_running == 0 (…_replica_… with MySQL 8.4's words): these are numbers at
#           all times; 0 also while the source is sought.
set -euo pipefail
command -v prometheus-mysqld-exporter >/dev/null || { echo "needs the exporter: apt-get install --no-install-recommends prometheus-mysqld-exporter"; exit 2; }
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
as=(); [ "$(id -u)" != 0 ] || as=(--user=mysql)
read -r source_port port < <(python3 -c 'import socket
a, b = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
print(a.getsockname()[1], b.getsockname()[1])')
ask() { mariadb --no-defaults -uroot -S "$folder/$1.socket" -N -e "${@:2}" 2>/dev/null; }
start() { # start NAME OPTIONS…
  mariadbd --no-defaults --datadir="$folder/$1" --socket="$folder/$1.socket" --tmpdir="$folder/$1" "${@:2}" "${as[@]}" >"$1.log" 2>&1 &
  for _ in $(seq 100); do ask "$1" 'SELECT 1' >/dev/null && return; sleep 0.2; done
}
mkdir source replica; [ "$(id -u)" != 0 ] || chown mysql . source replica
for name in source replica; do
  mariadb-install-db --no-defaults --datadir="$folder/$name" --auth-root-authentication-method=normal --skip-test-db "${as[@]}" >install.log 2>&1
done
start source --server-id=1 --log-bin=log --bind-address=127.0.0.1 --port="$source_port"
start replica --server-id=2 --skip-networking
ask source "CREATE DATABASE game; CREATE USER copy@'127.0.0.1' IDENTIFIED BY 'copy'; GRANT REPLICATION SLAVE ON *.* TO copy@'127.0.0.1'"
ask replica "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=$source_port, MASTER_USER='copy', MASTER_PASSWORD='copy', MASTER_CONNECT_RETRY=1; START SLAVE"
DATA_SOURCE_NAME="root@unix($folder/replica.socket)/" prometheus-mysqld-exporter --web.listen-address="127.0.0.1:$port" --collect.slave_status >exporter.log 2>&1 &

metrics() { python3 -c "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:$port/metrics', timeout=9).read().decode())" 2>/dev/null; }
value() { grep -E "^(mysql_slave_status_)?$1(\{.*\})? " | sed 's/.* //' || echo 'not there'; }
await() { for _ in $(seq 100); do [[ $(ask replica 'SHOW SLAVE STATUS\G' --column-names) =~ $1 ]] && return; sleep 0.2; done; }
look() {
  local all; all=$(metrics)
  echo "$1: lag $(value seconds_behind_master <<<"$all"), io $(value slave_io_running <<<"$all"), sql $(value slave_sql_running <<<"$all"), mysql_up $(value mysql_up <<<"$all")"
}
for _ in $(seq 50); do metrics >/dev/null && break; sleep 0.2; done
ask source 'SELECT VERSION()'
prometheus-mysqld-exporter --version 2>&1 | grep -o 'version [0-9.]*' | head -n 1
seen=$(
  await 'Seconds_Behind_Master: [0-9]'
  look replicating
  ask source 'CREATE TABLE game.taken (id INT PRIMARY KEY)'
  for _ in $(seq 100); do ask replica 'INSERT INTO game.taken VALUES (1)' && break; sleep 0.2; done
  ask source 'INSERT INTO game.taken VALUES (1)'
  await 'Slave_SQL_Running: No'
  look 'stopped at an error'
  ask replica 'DELETE FROM game.taken; START SLAVE'
  await 'Seconds_Behind_Master: [0-9]'
  look 'replicating again'
  ask source SHUTDOWN
  await 'Slave_IO_Running: Connecting'
  look 'source is away'
)
echo "$seen"
[ "$seen" = "replicating: lag 0, io 1, sql 1, mysql_up 1
stopped at an error: lag not there, io 1, sql 0, mysql_up 1
replicating again: lag 0, io 1, sql 1, mysql_up 1
source is away: lag not there, io 0, sql 1, mysql_up 1" ]
