#!/usr/bin/env bash
# MySqlConnector 2.6.2 with MariaDB 10.11 (Debian 12's mariadb-server)
#
# Expected: "Default Command Timeout" ("the length of time each command can execute before the query is cancelled on the server, or zero to disable timeouts", 30 s if nothing is said)
#           is of every command of the connection, so of a batch's too, as Npgsql's "Command Timeout" is.
# Seen:     it is of a MySqlCommand. MySqlBatch.Timeout is 0 whatever the connection string says, which is none: a statement of 5 s is answered where 1 s was to be the most, and one whose
#           answer did not come kept its caller and its connection for the 80 s that we looked on, with its token called off at the start of them.
# So:       set MySqlBatch.Timeout on each.
set -euo pipefail
command -v mariadbd >/dev/null || { echo "needs mariadbd: apt-get install mariadb-server"; exit 2; }
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
as=(); [ "$(id -u)" != 0 ] || as=(--user=mysql)
mkdir data tmp; [ "$(id -u)" != 0 ] || chown mysql data tmp .
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db "${as[@]}" >install.log 2>&1
mariadbd --no-defaults --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/socket" --skip-networking "${as[@]}" >server.log 2>&1 &
server=$!
for _ in $(seq 100); do mariadb --no-defaults -uroot -S "$folder/socket" -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using MySqlConnector;

string server = $"Server={args[0]};ConnectionProtocol=unix;User=root;Pooling=false;Default Command Timeout=1";
await using (var connection = new MySqlConnection(server))
{
    await connection.OpenAsync();
    await using var command = new MySqlCommand("SELECT SLEEP(5)", connection);
    Console.WriteLine($"a command, {command.CommandTimeout} s: {await SeenAsync(command.ExecuteScalarAsync)}");
}

foreach (int? seconds in new int?[] { null, 1 })
{
    await using var connection = new MySqlConnection(server);
    await connection.OpenAsync();
    await using MySqlBatch batch = connection.CreateBatch();
    batch.BatchCommands.Add(new MySqlBatchCommand("SELECT SLEEP(5)"));
    if (seconds is { } said)
        batch.Timeout = said;
    Console.WriteLine($"a batch, {batch.Timeout} s: {await SeenAsync(batch.ExecuteScalarAsync)}");
}

static async Task<string> SeenAsync(Func<CancellationToken, Task<object?>> ask)
{
    try
    {
        return $"answered {await ask(CancellationToken.None)}";
    }
    catch (MySqlException e)
    {
        return e.ErrorCode.ToString();
    }
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "a command, 1 s: CommandTimeoutExpired
a batch, 0 s: answered 0
a batch, 1 s: CommandTimeoutExpired" ]
