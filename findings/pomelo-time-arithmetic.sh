#!/usr/bin/env bash
# Pomelo.EntityFrameworkCore.MySql 9.0.0 with MariaDB 10.11 (Debian 12's mariadb-server)
#
# Expected: time arithmetic in a query is what it is in C#: AddHours takes "whole and fractional hours", a DateTime minus a TimeSpan is a DateTime; what Pomelo cannot translate throws, as EF Core's documentation says
#           ("EF Core throws a runtime exception" where an expression outside the last Select cannot be evaluated by the server). Npgsql's provider does both right.
# Seen:     the number of days, hours, minutes, seconds or milliseconds becomes a whole one, rounded (CAST … AS signed): an hour and a half is two hours, a quarter of an hour is none, and half a day is one. A TimeSpan is
#           added or subtracted as MariaDB does with numbers (20261130200612 - 240000): hours and minutes carry at 100, and what is no time then is earlier than all others. Older than a day, by UtcNow - TimeSpan, finds
#           nothing, ever; what was made now and lives for a day, by At + TimeSpan, has expired and is deleted. Shorter spans are right or wrong by the minute of the hour. No exception; only storing such a time is
#           refused. (Its issue 204, of 2017, tells of the exception that a Select of it gives.)
# So:       the limit is computed in C# before the query and is a parameter (limit = now - age; r => r.At < limit); in the query whole numbers only, AddMilliseconds for what is less.
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
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Pomelo.EntityFrameworkCore.MySql" Version="[9.0.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Microsoft.EntityFrameworkCore;

await using var context = new Context(args[0]);
await context.Database.EnsureCreatedAsync();
DateTime at = new(2026, 11, 30, 20, 6, 12);
context.Add(new Row { At = at });
await context.SaveChangesAsync();

Row asked = await context.Rows.AsNoTracking().FirstAsync();
var times = await context.Rows.Select(row => new { OneAndAHalf = row.At.AddHours(1.5), Quarter = row.At.AddHours(0.25), HalfADay = row.At.AddDays(0.5) }).FirstAsync();
Console.WriteLine($"{asked.At:HH:mm:ss}, an hour and a half later {times.OneAndAHalf:HH:mm:ss}, a quarter later {times.Quarter:HH:mm:ss}, half a day later {times.HalfADay - at}");

TimeSpan day = TimeSpan.FromDays(1);
DateTime now = DateTime.UtcNow;
await context.Rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.At, now.AddDays(-30)));
int old = await context.Rows.CountAsync(row => row.At < DateTime.UtcNow - day), computed = await context.Rows.CountAsync(row => row.At < now - day);
Console.WriteLine($"30 days old, older than a day: {old}; with a limit computed before: {computed}");

await context.Rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.At, now));
int expired = await context.Rows.Where(row => row.At + day < DateTime.UtcNow).ExecuteDeleteAsync();
Console.WriteLine($"made now, to be deleted after a day: deleted {expired}");

public sealed class Row
{
    public int Id { get; set; }

    public DateTime At { get; set; }
}

public sealed class Context(string socket) : DbContext
{
    public DbSet<Row> Rows => Set<Row>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseMySql($"Server={socket};ConnectionProtocol=unix;User=root;Database=d", new MariaDbServerVersion(new Version(10, 11)));
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "20:06:12, an hour and a half later 22:06:12, a quarter later 20:06:12, half a day later 1.00:00:00
30 days old, older than a day: 0; with a limit computed before: 1
made now, to be deleted after a day: deleted 1" ]
