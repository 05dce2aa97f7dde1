#!/usr/bin/env bash
# MySqlConnector 2.6.2 with MariaDB 10.11 (Debian 12's mariadb-server), several statements in one round trip (DbBatch, or a command's text)
#
# Expected: a statement of a batch that fails is told to whoever ran the batch, at the latest when the reader is closed: closing reads what is left.
#           Npgsql, whose reader once swallowed such errors as well, throws them since 7.0 ("Stop swallowing exceptions in reader Dispose", its change
#           #4677), for "we don't want exceptions to be lost" where code reads a row and is done with the reader.
# Seen:     who has read the first result, and closes the reader or lets it go, hears nothing: the error is written to the log, if there is one, and the
#           transaction commits without the row. ExecuteScalarAsync and ExecuteNonQueryAsync of the same batch throw. CommandBehavior.SingleRow loses it,
#           too.
# So:       a reader of several statements is read to its last result (NextResultAsync until it says no) before it is closed, or what changes something
#           comes before what is read.
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
mariadb --no-defaults -uroot -S "$folder/socket" -e "CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO d.t VALUES (1)"

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Data;
using MySqlConnector;

await using var source = new MySqlDataSource($"Server={args[0]};ConnectionProtocol=unix;User=root;Database=d");
await TellAsync("a row read, closed", batch => ReadAsync(batch, CommandBehavior.Default));
await TellAsync("a single row asked for", batch => ReadAsync(batch, CommandBehavior.SingleRow));
await TellAsync("a scalar", batch => batch.ExecuteScalarAsync());

static async Task ReadAsync(MySqlBatch batch, CommandBehavior behaviour)
{
    await using var rows = await batch.ExecuteReaderAsync(behaviour);
    await rows.ReadAsync();
    await rows.CloseAsync();
}

async Task TellAsync(string what, Func<MySqlBatch, Task> run)
{
    await using MySqlConnection connection = await source.OpenConnectionAsync();
    await using MySqlTransaction transaction = await connection.BeginTransactionAsync();
    await using var batch = new MySqlBatch(connection, transaction) { BatchCommands = { new MySqlBatchCommand("SELECT COUNT(*) FROM t"), new MySqlBatchCommand("INSERT INTO t VALUES (2), (1)") } }; // 1 is there
    string outcome = "committed";
    try
    {
        await run(batch);
        await transaction.CommitAsync();
    }
    catch (MySqlException e)
    {
        outcome = e.ErrorCode.ToString();
    }

    await using var count = source.CreateCommand("SELECT COUNT(*) FROM t");
    Console.WriteLine($"{what}: {outcome}, {await count.ExecuteScalarAsync()} row");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "a row read, closed: committed, 1 row
a single row asked for: committed, 1 row
a scalar: DuplicateKeyEntry, 1 row" ]
