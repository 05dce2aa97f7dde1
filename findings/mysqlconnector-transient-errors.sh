#!/usr/bin/env bash
# MySqlConnector 2.6.2 with MariaDB 10.11 (Debian 12's mariadb-server)
#
# Expected: MySqlException.IsTransient ("could succeed if retried", DbException's own promise) is true for what passes by itself: a server
#           that is read-only while it fails over (1290), a user at its limit of connections (1226).
# Seen:     false for both; true for a lock that was waited for too long (1205).
# So:       who retries by IsTransient gives up in a failover. A table of error numbers of one's own is needed.
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
for _ in $(seq 100); do mariadb --no-defaults -uroot -S "$folder/socket" -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
mariadb --no-defaults -uroot -S "$folder/socket" -e "
  CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY, n INT) ENGINE=InnoDB; INSERT INTO d.t VALUES (1, 0);
  CREATE USER player@localhost; GRANT INSERT, UPDATE, SELECT ON d.* TO player@localhost;
  CREATE USER single@localhost WITH MAX_USER_CONNECTIONS 1; GRANT SELECT ON d.* TO single@localhost;"

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using MySqlConnector;

string socket = args[0];
using var root = Open("root");

using (var single = Open("single"))
    Tell(() => Open("single").Dispose());

using (var one = Open("player"))
using (var other = Open("player"))
{
    Run(one, "START TRANSACTION");
    Run(one, "UPDATE t SET n = 1 WHERE id = 1");
    Run(other, "SET innodb_lock_wait_timeout = 1");
    Tell(() => Run(other, "UPDATE t SET n = 2 WHERE id = 1"));
    Run(one, "ROLLBACK");
}

Run(root, "SET GLOBAL read_only = 1");
using (var player = Open("player"))
    Tell(() => Run(player, "INSERT INTO t VALUES (2, 0)"));

MySqlConnection Open(string user)
{
    var connection = new MySqlConnection($"Server={socket};ConnectionProtocol=unix;User={user};Database=d;Pooling=false");
    connection.Open();
    return connection;
}

static void Run(MySqlConnection connection, string statement)
{
    using var command = new MySqlCommand(statement, connection);
    command.ExecuteNonQuery();
}

static void Tell(Action action)
{
    try
    {
        action();
        Console.WriteLine("no error");
    }
    catch (MySqlException e)
    {
        Console.WriteLine($"{e.Number} {e.IsTransient}");
    }
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "1226 False
1205 True
1290 False" ]
