#!/usr/bin/env bash
# Npgsql 9.0.3 with PostgreSQL 15 (Debian 12's postgresql)
#
# Expected: NpgsqlConnection.ClearPool(connection) closes the pool's idle connections and, as its summary says, those in use when they are
#           given back, whichever way the connection was made: the next one is another backend.
# Seen:     with a connection made from a connection string it does. With one of an NpgsqlDataSource nothing happens and nothing is said: the
#           next one is the same backend, with the session's settings of when it was made (default_transaction_read_only, say).
#           NpgsqlDataSource.Clear() does clear it.
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
as "$bin/pg_ctl" -D data -w -l socket/log -o "-c listen_addresses= -c unix_socket_directories=$folder/socket" start >/dev/null

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="[9.0.3]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Npgsql;

string settings = $"Host={args[0]};Username=postgres;Database=postgres";
await using NpgsqlDataSource source = NpgsqlDataSource.Create(settings);
await TellAsync("connection string", async () => { var made = new NpgsqlConnection(settings); await made.OpenAsync(); return made; }, NpgsqlConnection.ClearPool);
await TellAsync("data source", async () => await source.OpenConnectionAsync(), NpgsqlConnection.ClearPool);
await TellAsync("data source, its own Clear", async () => await source.OpenConnectionAsync(), _ => source.Clear());

static async Task TellAsync(string of, Func<Task<NpgsqlConnection>> open, Action<NpgsqlConnection> clear)
{
    int first;
    await using (NpgsqlConnection connection = await open())
    {
        first = connection.ProcessID;
        clear(connection);
    }

    await using NpgsqlConnection next = await open();
    Console.WriteLine($"{of}: {(next.ProcessID == first ? "the same backend" : "another backend")}");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "connection string: another backend
data source: the same backend
data source, its own Clear: another backend" ]
