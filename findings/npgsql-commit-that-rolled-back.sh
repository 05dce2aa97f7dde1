#!/usr/bin/env bash
# Npgsql 10.0.3 (9.0.3 as well) with PostgreSQL 15 (Debian 12's postgresql), and its EF Core provider 10.0.3
#
# Expected: CommitAsync "commits the database transaction" (its summary), or throws: who comes past it has his rows. PostgreSQL answers the COMMIT of a transaction in which a statement has failed with ROLLBACK, not COMMIT,
#           and a driver can see that; pgjdbc throws at it since 42.2.11 ("convert silent rollbacks into exception", its change 1729).
# Seen:     it comes back, and nothing was stored. Who inserts an event's id, takes the duplicate key (23505) for "was here already" and goes on, loses what the transaction did before, and is told that it is committed: the message
#           is acknowledged. So does a step that was allowed to fail, or whose token was cancelled; so do TransactionScope.Complete() and IDbContextTransaction.CommitAsync after ExecuteSql. (SaveChanges has a savepoint of its own.)
# So:       an exception inside of a transaction is never caught without leaving the transaction; what may fail is ON CONFLICT DO NOTHING, or has a savepoint; a wrapper that remembers that a statement failed refuses to commit.
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
  <ItemGroup><PackageReference Include="Npgsql" Version="[10.0.3]" /><PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="[10.0.3]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

await using NpgsqlDataSource source = NpgsqlDataSource.Create(args[0]);
await RunAsync(source, "CREATE TABLE applied (id int PRIMARY KEY); CREATE TABLE players (id text, xp int); INSERT INTO applied VALUES (1)");

await using (NpgsqlConnection connection = await source.OpenConnectionAsync())
{
    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
    await SetAsync(connection, "INSERT INTO players VALUES ('ada', 100)");
    await DuplicateAsync(() => SetAsync(connection, "INSERT INTO applied VALUES (1)"));
    await transaction.CommitAsync();
    await TellAsync("after a duplicate key, CommitAsync");
}

await using (NpgsqlConnection connection = await source.OpenConnectionAsync())
{
    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
    await SetAsync(connection, "INSERT INTO players VALUES ('ada', 100)");
    using var patience = new CancellationTokenSource(200);
    try
    {
        await using var extra = new NpgsqlCommand("SELECT pg_sleep(10)", connection);
        await extra.ExecuteNonQueryAsync(patience.Token);
    }
    catch (OperationCanceledException)
    {
    }

    await transaction.CommitAsync();
    await TellAsync("after a step that was called off, CommitAsync");
}

using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
{
    await using NpgsqlConnection connection = await source.OpenConnectionAsync();
    await SetAsync(connection, "INSERT INTO players VALUES ('ada', 100)");
    await DuplicateAsync(() => SetAsync(connection, "INSERT INTO applied VALUES (1)"));
    scope.Complete();
}

await TellAsync("after a duplicate key, TransactionScope.Complete");
await using (var context = new DbContext(new DbContextOptionsBuilder().UseNpgsql(source).Options))
{
    await using var transaction = await context.Database.BeginTransactionAsync();
    await context.Database.ExecuteSqlAsync($"INSERT INTO players VALUES ('ada', 100)");
    await DuplicateAsync(() => context.Database.ExecuteSqlAsync($"INSERT INTO applied VALUES (1)"));
    await transaction.CommitAsync();
}

await TellAsync("after a duplicate key, EF Core's CommitAsync");

async Task TellAsync(string what)
{
    await using NpgsqlCommand command = source.CreateCommand("SELECT count(*) FROM players");
    Console.WriteLine($"{what}: came back; rows: {await command.ExecuteScalarAsync()}");
}

static async Task DuplicateAsync(Func<Task> insert)
{
    try
    {
        await insert();
    }
    catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
    {
        // It was here already.
    }
}

static async Task SetAsync(NpgsqlConnection connection, string text)
{
    await using var command = new NpgsqlCommand(text, connection);
    await command.ExecuteNonQueryAsync();
}

static async Task RunAsync(NpgsqlDataSource source, string text)
{
    await using NpgsqlConnection connection = await source.OpenConnectionAsync();
    await SetAsync(connection, text);
}
PROGRAM
seen=$(dotnet run -- "Host=$folder/socket;Username=postgres;Database=postgres" 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "after a duplicate key, CommitAsync: came back; rows: 0
after a step that was called off, CommitAsync: came back; rows: 0
after a duplicate key, TransactionScope.Complete: came back; rows: 0
after a duplicate key, EF Core's CommitAsync: came back; rows: 0" ]
