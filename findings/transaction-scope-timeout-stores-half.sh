#!/usr/bin/env bash
# Npgsql 10.0.3 (9.0.3 as well) with PostgreSQL 15 (Debian 12's postgresql), and MySqlConnector 2.6.2 with MariaDB 10.11 (its mariadb-server), TransactionScope
#
# Expected: a TransactionScope that has taken longer than its time-out (1 minute, if nothing is said) is aborted, as a whole: its time-out is "the maximum amount of time that the scope can be in existence, before it aborts the transaction" (TransactionOptions.Timeout); what is done inside of it after
#           that fails, as opening a connection does with Npgsql ("The operation is not valid for the state of the transaction", its issue 4923), or at the least is not stored.
# Seen:     the rollback happens beneath the connection that is open, which then belongs to no transaction: each further command on it is committed by itself, and succeeds. At the end Dispose throws TransactionAbortedException, which says
#           that nothing was done, and the second half is stored without the first. Whoever does it all again, as one does then, has the second half twice. With MySqlConnector so with and without "Use XA Transactions". (Of the time-out in
#           the midst of a command Npgsql's issues 495 and 5079, both open, and MySqlConnector's 745 tell.)
# So:       TransactionManager.MaximumTimeout and the scope's time-out are longer than any work; before each command Transaction.Current.TransactionInformation.Status is Active, or the time is looked at; or BeginTransaction, which has no
#           time-out, and statements that have one.
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
for _ in $(seq 100); do mariadb --no-defaults -uroot -S "$folder/maria" -e 'CREATE DATABASE IF NOT EXISTS game' >/dev/null 2>&1 && break; sleep 0.2; done

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="[10.0.3]" /><PackageReference Include="MySqlConnector" Version="[2.6.2]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Data.Common;
using System.Transactions;
using MySqlConnector;
using Npgsql;

string maria = $"Server={args[1]};ConnectionProtocol=unix;User=root;Database=game";
foreach ((string name, DbDataSource source) in ((string, DbDataSource)[])[("Npgsql", NpgsqlDataSource.Create(args[0])), ("MySqlConnector", new MySqlDataSource(maria)), ("MySqlConnector without XA", new MySqlDataSource(maria + ";Use XA Transactions=false"))])
{
    await using (source)
    {
        await using (DbConnection connection = await source.OpenConnectionAsync())
        {
            await DoAsync(connection, "DROP TABLE IF EXISTS steps");
            await DoAsync(connection, "CREATE TABLE steps (name varchar(20))");
        }

        string second = "", end = "completed";
        try
        {
            using var scope = new TransactionScope(TransactionScopeOption.Required, TimeSpan.FromSeconds(1), TransactionScopeAsyncFlowOption.Enabled);
            await using DbConnection connection = await source.OpenConnectionAsync();
            await DoAsync(connection, "INSERT INTO steps VALUES ('taken')");
            await Task.Delay(2500); // asks another service, which is slow today
            second = $"{await DoAsync(connection, "INSERT INTO steps VALUES ('given')")} row";
            scope.Complete();
        }
        catch (TransactionAbortedException)
        {
            end = "aborted";
        }

        await using DbConnection reader = await source.OpenConnectionAsync();
        await using DbCommand command = reader.CreateCommand();
        command.CommandText = "SELECT name FROM steps";
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await rows.ReadAsync())
            names.Add(rows.GetString(0));
        Console.WriteLine($"{name}: the second command after the time-out: {second}; the scope: {end}; stored: {string.Join(", ", names)}");
    }
}

static async Task<int> DoAsync(DbConnection connection, string text)
{
    await using DbCommand command = connection.CreateCommand();
    command.CommandText = text;
    return await command.ExecuteNonQueryAsync();
}
PROGRAM
seen=$(dotnet run -- "Host=$folder/socket;Username=postgres;Database=postgres" "$folder/maria" 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "Npgsql: the second command after the time-out: 1 row; the scope: aborted; stored: given
MySqlConnector: the second command after the time-out: 1 row; the scope: aborted; stored: given
MySqlConnector without XA: the second command after the time-out: 1 row; the scope: aborted; stored: given" ]
