#!/usr/bin/env bash
# Npgsql 9.0.3 with PostgreSQL 15 (Debian 12's postgresql), and MySqlConnector 2.6.2 with MariaDB 10.11 (its mariadb-server)
#
# Expected: a session's state ends when its connection is closed: "if set to true, a pool connection's state won't be reset when it is closed" says Npgsql of No Reset On Close, so by default it is, "when it is returned to
#           the pool". So does a lock of the session (pg_advisory_lock, GET_LOCK) that somebody takes for a piece of work, which an exception may end: await using var connection releases it.
# Seen:     the reset is sent ahead of the next command on that same connection: with Npgsql not even when it is opened again, with MySqlConnector when it is ("when being retrieved from the pool", says that one's
#           documentation). Until then the lock is held, and all others wait: for the minutes until an idle connection is closed (300 s; 180 s), and with a Minimum Pool Size for ever. (Npgsql's issue 5592, closed, asks why.)
# So:       unlock in a finally; or take the lock on a connection with Pooling=false, or as pg_advisory_xact_lock. The same goes for LISTEN and for temporary tables.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || { echo "needs PostgreSQL: apt-get install postgresql"; exit 2; }
command -v mariadbd >/dev/null || { echo "needs mariadbd: apt-get install mariadb-server"; exit 2; }
folder=$(mktemp -d)
server=
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }
trap '(cd "$folder" && as "$bin/pg_ctl" -D "$folder/pg" -m immediate stop) >/dev/null 2>&1 || true; [ -z "$server" ] || { kill "$server"; wait "$server" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
mkdir pg socket data tmp; [ "$(id -u)" != 0 ] || { chown postgres pg socket; chown mysql data tmp .; }
as "$bin/initdb" -D pg -A trust -U postgres -E UTF8 --locale=C >/dev/null
as "$bin/pg_ctl" -D pg -w -l socket/log -o "-c listen_addresses= -c unix_socket_directories=$folder/socket" start >/dev/null
user=(); [ "$(id -u)" != 0 ] || user=(--user=mysql)
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db "${user[@]}" >install.log 2>&1
mariadbd --no-defaults --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/maria" --skip-networking "${user[@]}" >server.log 2>&1 &
server=$!
for _ in $(seq 100); do mariadb --no-defaults -uroot -S "$folder/maria" -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="[9.0.3]" /><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Data.Common;
using MySqlConnector;
using Npgsql;

string postgres = $"Host={args[0]};Username=postgres;Database=postgres", maria = $"Server={args[1]};ConnectionProtocol=unix;User=root";
await TellAsync("PostgreSQL", NpgsqlDataSource.Create(postgres), NpgsqlDataSource.Create(postgres), "SELECT 1 FROM pg_advisory_lock(42)", "SELECT CASE WHEN pg_try_advisory_xact_lock(42) THEN 'free' ELSE 'held' END");
await TellAsync("MariaDB", new MySqlDataSource(maria), new MySqlDataSource(maria), "SELECT GET_LOCK('work', 1)", "SELECT IF(IS_FREE_LOCK('work'), 'free', 'held')");

static async Task TellAsync(string what, DbDataSource source, DbDataSource others, string take, string ask)
{
    await using (DbConnection connection = await source.OpenConnectionAsync())
        await RunAsync(connection, take);
    await Task.Delay(3000);

    await using DbConnection other = await others.OpenConnectionAsync();
    object? closed = await RunAsync(other, ask);
    await using DbConnection again = await source.OpenConnectionAsync();
    await Task.Delay(500);
    object? opened = await RunAsync(other, ask);
    await RunAsync(again, "SELECT 1");
    Console.WriteLine($"{what}: 3 s after it was closed {closed}, opened again {opened}, used again {await RunAsync(other, ask)}");
}

static async Task<object?> RunAsync(DbConnection connection, string text)
{
    await using DbCommand command = connection.CreateCommand();
    command.CommandText = text;
    return await command.ExecuteScalarAsync();
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" "$folder/maria" 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "PostgreSQL: 3 s after it was closed held, opened again held, used again free
MariaDB: 3 s after it was closed held, opened again free, used again free" ]
