using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>What is read through EF Core; <c>Migrations/</c> makes the tables, and <c>Sql/</c> writes them.</summary>
internal sealed class ProgressContext(DbContextOptions<ProgressContext> options) : DbContext(options)
{
    public DbSet<PlayerRow> Players => Set<PlayerRow>();

    public DbSet<RewardRow> Rewards => Set<RewardRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        AuditRow.AddTo(modelBuilder);
        modelBuilder.Entity<PlayerRow>(player =>
        {
            player.ToTable("players").HasKey(row => row.PlayerId);
            player.Property(row => row.PlayerId).HasColumnName("player_id");
            player.Property(row => row.Xp).HasColumnName("xp");
            player.Property(row => row.Kills).HasColumnName("kills");
            player.Property(row => row.UpdatedAt).HasColumnName("updated_at");
            player.Property(row => row.Bosses).HasColumnName("bosses");
            player.Property(row => row.Items).HasColumnName("items");
        });
        modelBuilder.Entity<RewardRow>(reward =>
        {
            reward.ToTable("rewards").HasKey(row => new { row.PlayerId, row.Reward });
            reward.Property(row => row.PlayerId).HasColumnName("player_id");
            reward.Property(row => row.Reward).HasColumnName("reward");
            reward.Property(row => row.Position).HasColumnName("position");
            reward.Property(row => row.GrantedAt).HasColumnName("granted_at");
            reward.Property(row => row.ClaimId).HasColumnName("claim_id");
            reward.Property(row => row.ClaimedAt).HasColumnName("claimed_at");
            reward.Property(row => row.KeyId).HasColumnName("key_id");
            reward.Property(row => row.Signature).HasColumnName("signature");
        });
    }
}
