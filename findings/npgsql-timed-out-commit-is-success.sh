#!/usr/bin/env bash
# Npgsql 10.0.3 (9.0.3 as well) with PostgreSQL 15 (Debian 12's postgresql), synchronous replication (the standby is away, as it is in the minute before a failover)
#
# Expected: with synchronous_standby_names "each commit of a write transaction will wait until confirmation is received that the commit has been written to the write-ahead log on disk of both the primary and standby server" (PostgreSQL's documentation, 27.2.8),
#           so who is told that it is committed may acknowledge a message. A commit that took longer than "Command Timeout", or whose token was cancelled, throws: as any other command that ended by them does.
# Seen:     the driver cancels, and the server ends the wait and says COMMIT, with a warning beside it ("The transaction has already committed locally, but might not have been replicated to the standby"). The driver takes that for
#           success: CommitAsync, and an INSERT without a transaction, come back after the time-out as if all were well, with a token that was called off too. Only NpgsqlConnection.Notice tells. With the usual 30 s each write of a
#           primary that was cut off is slow and confirmed, and is gone when the standby takes over. (A cancel does this to any client, psql as well; here the time-out sends it, and its exception is missing.)
# So:       Command Timeout=0 for what commits, with a deadline around it that says "not known"; or a handler of Notice that looks for SqlState 01000 and "synchronous replication" and makes a failure of it; and an alert on the age of
#           the oldest wait_event SyncRep.
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
  <ItemGroup><PackageReference Include="Npgsql" Version="[10.0.3]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using Npgsql;

await using NpgsqlDataSource source = NpgsqlDataSource.Create(args[0] + ";Command Timeout=2");
await using NpgsqlConnection connection = await source.OpenConnectionAsync();
int warnings = 0;
connection.Notice += (_, told) => warnings += told.Notice.MessageText.StartsWith("canceling wait for synchronous replication", StringComparison.Ordinal) ? 1 : 0;
await DoAsync("CREATE TABLE paid (id int)");
await DoAsync("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
await DoAsync("SELECT pg_reload_conf()");
while (await TextAsync("SHOW synchronous_standby_names") is not "standby")
    await Task.Delay(50);

await TellAsync("a statement that slept", () => DoAsync("SELECT pg_sleep(10)"));
await TellAsync("INSERT", () => DoAsync("INSERT INTO paid VALUES (1)"));
await TellAsync("CommitAsync", async () =>
{
    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
    await DoAsync("INSERT INTO paid VALUES (2)");
    await transaction.CommitAsync();
});
await TellAsync("CommitAsync with a token of 1 s", async () =>
{
    using var patience = new CancellationTokenSource(1000);
    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
    await DoAsync("INSERT INTO paid VALUES (3)");
    await transaction.CommitAsync(patience.Token);
});
Console.WriteLine($"rows on the primary: {await TextAsync("SELECT count(*)::text FROM paid")}, standbys: {await TextAsync("SELECT count(*)::text FROM pg_stat_replication")}, warnings: {warnings}");

async Task TellAsync(string what, Func<Task> action)
{
    var watch = Stopwatch.StartNew();
    string how = "came back";
    try
    {
        await action();
    }
    catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
    {
        how = e.GetType().Name;
    }

    Console.WriteLine($"{what}: {how} {(watch.Elapsed.TotalSeconds < 8 ? "within 8 s" : "later")}");
}

async Task DoAsync(string text)
{
    await using var command = new NpgsqlCommand(text, connection);
    await command.ExecuteNonQueryAsync();
}

async Task<object?> TextAsync(string text)
{
    await using var command = new NpgsqlCommand(text, connection);
    return await command.ExecuteScalarAsync();
}
PROGRAM
seen=$(dotnet run -- "Host=$folder/socket;Username=postgres;Database=postgres" 2>&1 | tail -n 5)
echo "$seen"
[ "$seen" = "a statement that slept: NpgsqlException within 8 s
INSERT: came back within 8 s
CommitAsync: came back within 8 s
CommitAsync with a token of 1 s: came back within 8 s
rows on the primary: 3, standbys: 0, warnings: 3" ]
