using Microsoft.EntityFrameworkCore;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A service's context, as small as can be; its scripts and statements are under <c>Schema/</c>.</summary>
public sealed class ThingsContext(DbContextOptions<ThingsContext> options) : DbContext(options)
{
    public DbSet<Thing> Things => Set<Thing>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Thing>(thing =>
    {
        thing.ToTable("things");
        thing.Property(t => t.Id).HasColumnName("id");
        thing.Property(t => t.Count).HasColumnName("count");
    });

    public sealed class Thing
    {
        public required string Id { get; init; }

        public long Count { get; init; }
    }
}
