#!/usr/bin/env bash
# Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3 (EF Core 10; 9.0.4 as well) with PostgreSQL 15 (Debian 12's postgresql), ExecuteUpdate
#
# Expected: jobs are claimed by Where(j => j.Owner == null).OrderBy(…).Take(5).ExecuteUpdate(owner = me): one UPDATE, which at read committed waits for a row that another changes, and looks again then: "the search condition of the
#           command (the WHERE clause) is re-evaluated to see if the updated version of the row still matches" (PostgreSQL's documentation, 13.2.1). So two workers never have one job, as they have not without Take, and as Pomelo with MariaDB
#           has it with Take.
# Seen:     Take puts the condition into a subquery that is joined by id, and only the join is looked at again: the second worker waits, takes the very rows from the first, and both are told 5. What the first reads by its name is
#           nothing, or what it has read already is done twice. No exception, and never where workers do not meet: the tests pass.
# So:       ids by SELECT … FOR UPDATE SKIP LOCKED in a transaction (FromSql), and then ExecuteUpdate by these ids; or without Take; or at repeatable read, where the second gets 40001.
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
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="[10.0.3]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

await using (var context = new Jobs(args[0]))
    await context.Database.EnsureCreatedAsync();
await ClaimAsync("all free jobs", jobs => jobs);
await ClaimAsync("Take(5)", jobs => jobs.OrderBy(job => job.Id).Take(5));

async Task ClaimAsync(string what, Func<IQueryable<Job>, IQueryable<Job>> chosen)
{
    await using var first = new Jobs(args[0]);
    await using var second = new Jobs(args[0]);
    await first.Set<Job>().ExecuteDeleteAsync();
    first.AddRange(Enumerable.Range(1, 10).Select(id => new Job { Id = id }));
    await first.SaveChangesAsync();

    await using IDbContextTransaction transaction = await first.Database.BeginTransactionAsync();
    int ofFirst = await chosen(first.Set<Job>().Where(job => job.Owner == null)).ExecuteUpdateAsync(set => set.SetProperty(job => job.Owner, "first"));
    Task<int> waiting = chosen(second.Set<Job>().Where(job => job.Owner == null)).ExecuteUpdateAsync(set => set.SetProperty(job => job.Owner, "second"));
    while (await first.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE wait_event_type = 'Lock'").SingleAsync() == 0)
        await Task.Delay(50);
    await transaction.CommitAsync();
    Console.WriteLine($"{what}: the first is told {ofFirst}, the second {await waiting}; the first's: {await first.Set<Job>().CountAsync(job => job.Owner == "first")}, the second's: {await first.Set<Job>().CountAsync(job => job.Owner == "second")}");
}

internal sealed class Job
{
    public int Id { get; set; }

    public string? Owner { get; set; }
}

internal sealed class Jobs(string server) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(server);

    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Job>().Property(job => job.Id).ValueGeneratedNever();
}
PROGRAM
seen=$(dotnet run -- "Host=$folder/socket;Username=postgres;Database=jobs" 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "all free jobs: the first is told 10, the second 0; the first's: 10, the second's: 0
Take(5): the first is told 5, the second 5; the first's: 0, the second's: 5" ]
