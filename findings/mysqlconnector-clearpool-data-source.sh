#!/usr/bin/env bash
# MySqlConnector 2.6.2 with MariaDB 10.11 (Debian 12's mariadb-server)
#
# Expected: MySqlConnection.ClearPoolAsync(connection) clears "the pool of the connection", also of one that a MySqlDataSource gave: the next
#           connection is a new session of the server.
# Seen:     with a connection made from a connection string it does. With one of a data source nothing happens and nothing is said: the next
#           connection is the same session. The data source has no call of its own to clear it.
# So:       who wants to be rid of connections to a server that was demoted must dispose of the data source and make another.
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

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using MySqlConnector;

string settings = $"Server={args[0]};ConnectionProtocol=unix;User=root";
await using var source = new MySqlDataSource(settings);
await TellAsync("connection string", async () => { var made = new MySqlConnection(settings); await made.OpenAsync(); return made; });
await TellAsync("data source", async () => await source.OpenConnectionAsync());

static async Task TellAsync(string of, Func<Task<MySqlConnection>> open)
{
    int first;
    await using (MySqlConnection connection = await open())
    {
        first = connection.ServerThread;
        await MySqlConnection.ClearPoolAsync(connection);
    }

    await using MySqlConnection next = await open();
    Console.WriteLine($"{of}: {(next.ServerThread == first ? "the same session" : "a new session")}");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "connection string: a new session
data source: the same session" ]
