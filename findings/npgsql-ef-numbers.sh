#!/usr/bin/env bash
# Npgsql.EntityFrameworkCore.PostgreSQL 9.0.4 (EF Core 9) with PostgreSQL 15 (Debian 12's postgresql)
#
# Expected: an expression in a query has the value that it has in C#, of the type that it has in C#: ushort and sbyte are int as soon as something is done with them, (int) cuts off what is behind the point, and a float
#           that was stored equals itself. Where the server cannot, it throws (22003, "out of range").
# Seen:     without an exception: a ushort of 60000, twice, is 54464; 3 less 10 is 65529; an sbyte of 100, twice, is -56. The server computes it right, and EF Core puts the answer into the column's type before it is the int
#           of the expression. (A byte or a short throws OverflowException; Pomelo throws for each of them.) (int) is a CAST, which rounds: of 2.9 it is 3, in Where as in Select and ExecuteUpdate. A real column
#           compared with 0.1f written into the query finds nothing, for the server compares it as double; with 0.1f in a variable it does.
# So:       small whole numbers are stored as int or long where they are counted with; Math.Truncate before (int) in a query; numbers are parameters; a test computes each such expression in memory as well.
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
  <ItemGroup><PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="[9.0.4]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Microsoft.EntityFrameworkCore;

await using var context = new Context(args[0]);
await context.Database.EnsureCreatedAsync();
context.AddRange(new Row { Score = 60000, Offset = 100, Factor = 2.9, Weight = 0.1f }, new Row { Score = 3, Offset = -3, Factor = -2.9, Weight = 0.1f });
await context.SaveChangesAsync();
IQueryable<Row> rows = context.Rows.AsNoTracking().OrderBy(row => row.Id);
List<Row> here = await rows.ToListAsync();

Tell("twice a ushort", await rows.Select(row => row.Score * 2).ToListAsync(), here.Select(row => row.Score * 2));
Tell("a ushort less 10", await rows.Select(row => row.Score - 10).ToListAsync(), here.Select(row => row.Score - 10));
Tell("twice an sbyte", await rows.Select(row => row.Offset * 2).ToListAsync(), here.Select(row => row.Offset * 2));
Tell("(int) of a double", await rows.Select(row => (int)row.Factor).ToListAsync(), here.Select(row => (int)row.Factor));

float weight = 0.1f;
Tell("equal to 0.1f", [await rows.CountAsync(row => row.Weight == 0.1f)], [here.Count(row => row.Weight == 0.1f)]);
Tell("the same, as a variable", [await rows.CountAsync(row => row.Weight == weight)], [here.Count(row => row.Weight == weight)]);

static void Tell(string what, List<int> asked, IEnumerable<int> computed) => Console.WriteLine($"{what}: {string.Join(", ", asked)}; in memory {string.Join(", ", computed)}");

public sealed class Row
{
    public int Id { get; set; }

    public ushort Score { get; set; }

    public sbyte Offset { get; set; }

    public double Factor { get; set; }

    public float Weight { get; set; }
}

public sealed class Context(string socket) : DbContext
{
    public DbSet<Row> Rows => Set<Row>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql($"Host={socket};Username=postgres;Database=d");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 6)
echo "$seen"
[ "$seen" = "twice a ushort: 54464, 6; in memory 120000, 6
a ushort less 10: 59990, 65529; in memory 59990, -7
twice an sbyte: -56, -6; in memory 200, -6
(int) of a double: 3, -3; in memory 2, -2
equal to 0.1f: 0; in memory 2
the same, as a variable: 2; in memory 2" ]
