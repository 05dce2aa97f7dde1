#!/usr/bin/env bash
# Npgsql 9.0.3 (9.0.5 and 10.0.3 as well) with PostgreSQL 15 (Debian 12's postgresql), "Max Auto Prepare"
#
# Expected: automatic preparation is transparent (npgsql.org, Prepared Statements: the driver prepares by itself what is used often), after a batch that
#           failed as well: since Npgsql 6 the driver resets the "state for later statements which didn't end up getting prepared (because the rest of the
#           batch was skipped)" (its change #4093).
# Seen:     it does so where a statement fails before its first row. Where it fails, or is cancelled, in the middle of its rows (SELECT … FOR UPDATE that
#           meets a lock or a deadlock at its second row; a token while rows are read), a later statement of the batch that was to be prepared with it
#           counts as "being prepared" for ever. Whoever asks it on that connection from then on is answered 26000, prepared statement "_auto0" does not
#           exist. Where it was to take the place of another, all places being taken, the server runs that other statement: asked for a SELECT, it inserts
#           a row, commits it, and the driver breaks the connection ("Received backend message BindComplete while expecting CloseCompletedMessage").
# So:       where rows of a batch were not read to their end, NpgsqlConnection.UnprepareAll() before the connection goes back to the pool; or as many
#           places as there are statements, and 26000 a fault of the connection; or no automatic preparation with batches that begin with rows.
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

string settings = $"Host={args[0]};Username=postgres;Database=postgres;Maximum Pool Size=1;Auto Prepare Min Usages=2;Max Auto Prepare=";
await using NpgsqlDataSource many = NpgsqlDataSource.Create(settings + 32), one = NpgsqlDataSource.Create(settings + 1);
using var cancel = new CancellationTokenSource();
await TellAsync("before its first row", "SELECT 10 / (1 - g) FROM generate_series(1, 3) g", default);
await TellAsync("after its first row", "SELECT 10 / (2 - g) FROM generate_series(1, 3) g", default);
cancel.CancelAfter(3000);
await TellAsync("cancelled between rows", "SELECT repeat('x', 9000), pg_sleep(g * 15) FROM generate_series(0, 1) g", cancel.Token);

const string Insert = "INSERT INTO log VALUES (1)", Select = "SELECT 'only this'";
foreach (string statement in new[] { "CREATE TABLE log (id INT)", Insert, Insert, Select }) // the second time the INSERT is prepared
    await RunAsync(one, default, statement);
await RunAsync(one, default, "SELECT 10 / (2 - g) FROM generate_series(1, 3) g", Select);
await RunAsync(one, default, Select);
Console.WriteLine($"inserted twice, then a SELECT: {await RunAsync(many, default, "SELECT count(*) FROM log")} rows");

async Task TellAsync(string what, string failing, CancellationToken cancellation)
{
    string good = $"SELECT '{what}'";
    await RunAsync(many, default, good); // the next time it is prepared
    string failed = await RunAsync(many, cancellation, failing, good);
    Console.WriteLine($"{what}: {failed}; the other statement then: {await RunAsync(many, default, good)}, {await RunAsync(many, default, good)}");
    await using NpgsqlConnection connection = await many.OpenConnectionAsync();
    connection.UnprepareAll();
}

static async Task<string> RunAsync(NpgsqlDataSource source, CancellationToken cancellation, params string[] statements)
{
    try
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (string statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await using NpgsqlDataReader rows = await batch.ExecuteReaderAsync(cancellation);
        string last = "";
        do
            while (await rows.ReadAsync(cancellation))
                last = rows.GetValue(0).ToString()!;
        while (await rows.NextResultAsync(cancellation));
        return last;
    }
    catch (Exception e)
    {
        return e is PostgresException error ? error.SqlState : e.GetType().Name;
    }
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "before its first row: 22012; the other statement then: before its first row, before its first row
after its first row: 22012; the other statement then: 26000, 26000
cancelled between rows: OperationCanceledException; the other statement then: 26000, 26000
inserted twice, then a SELECT: 3 rows" ]
