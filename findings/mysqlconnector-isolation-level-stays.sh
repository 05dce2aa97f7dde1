#!/usr/bin/env bash
# MySqlConnector 2.6.2 with MariaDB 10.11 (Debian 12's mariadb-server)
#
# Expected: BeginTransaction(level) is of that transaction ("The IsolationLevel for the transaction", says its documentation), and BeginTransaction()
#           takes the level that the server is set to, as START TRANSACTION does.
# Seen:     a server that is set to READ-COMMITTED (transaction_isolation) is not asked: BeginTransaction() makes it REPEATABLE READ, with its gap locks
#           and its snapshot. And the level is set for the session: what is asked outside of a transaction after it, and every START TRANSACTION in a
#           command's text, goes on under the level of the last one, a SELECT under SERIALIZABLE taking locks; with "Connection Reset=false" so does the
#           pool's next borrower. (Its issues 1442, open, and 801.)
# So:       every transaction names its level, and a pool without resets is for code that begins all its transactions so.
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
mariadbd --no-defaults --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/socket" --transaction-isolation=READ-COMMITTED --skip-networking "${as[@]}" >server.log 2>&1 &
server=$!
for _ in $(seq 100); do mariadb --no-defaults -uroot -S "$folder/socket" -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Data;
using MySqlConnector;

await using var source = new MySqlDataSource($"Server={args[0]};ConnectionProtocol=unix;User=root;Maximum Pool Size=1;Connection Reset=false");
await using (MySqlConnection connection = await source.OpenConnectionAsync())
{
    Console.WriteLine($"the server's: {await LevelAsync(connection)}");
    await using (MySqlTransaction transaction = await connection.BeginTransactionAsync())
        Console.WriteLine($"BeginTransaction(): {await LevelAsync(connection, transaction)}");
    await using (MySqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable))
        await transaction.CommitAsync();
    Console.WriteLine($"after a transaction that was serializable: {await LevelAsync(connection)}");
}

await using (MySqlConnection connection = await source.OpenConnectionAsync())
    Console.WriteLine($"lent again: {await LevelAsync(connection)}");

static async Task<object?> LevelAsync(MySqlConnection connection, MySqlTransaction? transaction = null)
{
    await using var command = new MySqlCommand("SELECT @@session.tx_isolation", connection, transaction);
    return await command.ExecuteScalarAsync();
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "the server's: READ-COMMITTED
BeginTransaction(): REPEATABLE-READ
after a transaction that was serializable: SERIALIZABLE
lent again: SERIALIZABLE" ]
