#!/usr/bin/env bash
# Pomelo.EntityFrameworkCore.MySql 9.0.0 (EF Core 9) with MySqlConnector 2.6.2 and MariaDB 10.11 (Debian 12's mariadb-server)
#
# Expected: in a transaction of one's own a SaveChanges that fails takes back its own part: "If SaveChanges encounters any error, it automatically rolls the transaction back to the savepoint, leaving the transaction in the same state as
#           if it had never started. This allows you to possibly correct issues and retry saving" (EF Core's documentation, Transactions, Savepoints). Where that cannot be had, the transaction is over, and a commit throws.
# Seen:     a deadlock (1213) is something to save again if anything is, and it ends the whole transaction on the server, savepoints too. EF Core swallows that its savepoint does not exist, SaveChanges succeeds the second time, outside
#           of any transaction, and CommitAsync succeeds: what the second SaveChanges wrote is stored, what the first had written is not. Coins arrive that left nobody. MySqlConnector beneath knows no better: after a 1213 each command
#           of the transaction is committed at once, and neither Commit throws nor does Rollback take anything back.
# So:       after a deadlock the whole unit begins anew, in a new transaction (ExecutionStrategy.ExecuteAsync around all of it); no catch inside of it; a wrapper that refuses to commit after an exception. 1205, a lock that was waited
#           for too long, leaves the transaction alive, unless innodb_rollback_on_timeout is on.
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
for _ in $(seq 100); do mariadb --no-defaults -uroot -S "$folder/socket" -e "CREATE DATABASE IF NOT EXISTS game" >/dev/null 2>&1 && break; sleep 0.2; done

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Pomelo.EntityFrameworkCore.MySql" Version="[9.0.0]" /><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

string server = $"Server={args[0]};ConnectionProtocol=unix;User=root;Database=game";
await DoAsync(await OpenAsync(), "CREATE TABLE Purses (Id int PRIMARY KEY, Coins int NOT NULL); CREATE TABLE log (id int PRIMARY KEY)");

await ResetAsync();
await using (var context = new Game(server))
{
    await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
    (await context.Set<Purse>().SingleAsync(purse => purse.Id == 1)).Coins -= 10;
    await context.SaveChangesAsync();
    await MeetAsync();
    (await context.Set<Purse>().SingleAsync(purse => purse.Id == 2)).Coins += 10;
    try
    {
        await context.SaveChangesAsync();
    }
    catch (Exception e) when (e.GetBaseException() is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock })
    {
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        Console.WriteLine("EF Core: a deadlock; saved again; committed");
    }
}

await TellAsync();

await ResetAsync();
await using (MySqlConnection connection = await OpenAsync())
{
    await using MySqlTransaction transaction = await connection.BeginTransactionAsync();
    await DoAsync(connection, "UPDATE Purses SET Coins = Coins - 10 WHERE Id = 1", transaction);
    await MeetAsync();
    try
    {
        await DoAsync(connection, "UPDATE Purses SET Coins = Coins + 10 WHERE Id = 2", transaction);
    }
    catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.LockDeadlock)
    {
        await DoAsync(connection, "UPDATE Purses SET Coins = Coins + 10 WHERE Id = 2", transaction);
        await transaction.RollbackAsync();
        Console.WriteLine("MySqlConnector: a deadlock; done again; rolled back");
    }
}

await TellAsync();

// Another transaction, which has done more than ours and so is not the one to end, holds purse 2 and waits for purse 1; it commits nothing of purses.
async Task MeetAsync()
{
    MySqlConnection other = await OpenAsync();
    MySqlTransaction transaction = await other.BeginTransactionAsync();
    await DoAsync(other, "INSERT INTO log SELECT seq FROM seq_1_to_500", transaction);
    await DoAsync(other, "UPDATE Purses SET Coins = Coins + 1 WHERE Id = 2", transaction);
    _ = WaitAsync();
    await using MySqlConnection watcher = await OpenAsync();
    await using var waiting = new MySqlCommand("SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'", watcher);
    while (await waiting.ExecuteScalarAsync() is 0L)
        await Task.Delay(150);

    async Task WaitAsync()
    {
        await DoAsync(other, "UPDATE Purses SET Coins = Coins + 1 WHERE Id = 1", transaction);
        await transaction.RollbackAsync();
        await other.DisposeAsync();
    }
}

async Task ResetAsync()
{
    await using MySqlConnection connection = await OpenAsync();
    await DoAsync(connection, "DELETE FROM log; DELETE FROM Purses; INSERT INTO Purses VALUES (1, 100), (2, 100)");
}

async Task TellAsync()
{
    await using MySqlConnection connection = await OpenAsync();
    await using var command = new MySqlCommand("SELECT GROUP_CONCAT(Coins ORDER BY Id) FROM Purses", connection);
    Console.WriteLine($"100,100 with 10 moved: {await command.ExecuteScalarAsync()}");
}

async Task<MySqlConnection> OpenAsync()
{
    var connection = new MySqlConnection(server);
    await connection.OpenAsync();
    return connection;
}

static async Task DoAsync(MySqlConnection connection, string text, MySqlTransaction transaction = null)
{
    await using var command = new MySqlCommand(text, connection, transaction);
    await command.ExecuteNonQueryAsync();
}

internal sealed class Purse
{
    public int Id { get; set; }

    public int Coins { get; set; }
}

internal sealed class Game(string server) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseMySql(server, new MariaDbServerVersion("10.11"));

    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Purse>().ToTable("Purses");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "EF Core: a deadlock; saved again; committed
100,100 with 10 moved: 100,110
MySqlConnector: a deadlock; done again; rolled back
100,100 with 10 moved: 100,110" ]
