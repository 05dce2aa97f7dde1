using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>What is read through EF Core; <c>Migrations/</c> makes the tables, and <c>Sql/</c> writes them.</summary>
internal sealed class ProgressContext(DbContextOptions<ProgressContext> options) : DbContext(options)
{
    public DbSet<PlayerRow> Players => Set<PlayerRow>();

    public DbSet<RewardRow> Rewards => Set<RewardRow>();

    public DbSet<GrantRow> Grants => Set<GrantRow>();

    public DbSet<GrantJobRow> GrantJobs => Set<GrantJobRow>();

    public DbSet<GrantPlayerRow> GrantPlayers => Set<GrantPlayerRow>();

    public DbSet<NoteRow> Notes => Set<NoteRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        AuditRow.AddTo(modelBuilder);
        modelBuilder.Entity<PlayerRow>(player =>
        {
            player.ToTable("players").HasKey(row => row.PlayerId);
            player.Property(row => row.PlayerId).HasColumnName("player_id");
            player.Property(row => row.Xp).HasColumnName("xp");
            player.Property(row => row.Level).HasColumnName("level");
            player.Property(row => row.Kills).HasColumnName("kills");
            player.Property(row => row.UpdatedAt).HasColumnName("updated_at");
            player.Property(row => row.Bosses).HasColumnName("bosses");
            player.Property(row => row.Items).HasColumnName("items");
            player.Property(row => row.Counters).HasColumnName("counters");
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
        modelBuilder.Entity<NoteRow>(note =>
        {
            note.ToTable("notes").HasKey(row => new { row.PlayerId, row.NoteId });
            note.Property(row => row.PlayerId).HasColumnName("player_id");
            note.Property(row => row.NoteId).HasColumnName("note_id");
            note.Property(row => row.At).HasColumnName("at");
            note.Property(row => row.Author).HasColumnName("author");
            note.Property(row => row.Text).HasColumnName("text");
        });
        OfGrants(modelBuilder);
    }

    private static void OfGrants(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<GrantRow>(grant =>
        {
            grant.ToTable("grants").HasKey(row => new { row.PlayerId, row.GrantId });
            grant.Property(row => row.PlayerId).HasColumnName("player_id");
            grant.Property(row => row.GrantId).HasColumnName("grant_id");
            grant.Property(row => row.GrantedAt).HasColumnName("granted_at");
            grant.Property(row => row.Document).HasColumnName("document");
        });
        modelBuilder.Entity<GrantJobRow>(job =>
        {
            job.ToTable("grant_jobs").HasKey(row => row.Id);
            job.Property(row => row.Id).HasColumnName("id");
            job.Property(row => row.Content).HasColumnName("content");
            job.Property(row => row.Status).HasColumnName("status");
            job.Property(row => row.Total).HasColumnName("total");
            job.Property(row => row.MadeAt).HasColumnName("made_at");
        });
        modelBuilder.Entity<GrantPlayerRow>(player =>
        {
            player.ToTable("grant_players").HasKey(row => new { row.Job, row.Position });
            player.Property(row => row.Job).HasColumnName("job");
            player.Property(row => row.Position).HasColumnName("position");
            player.Property(row => row.PlayerId).HasColumnName("player_id");
            player.Property(row => row.Outcome).HasColumnName("outcome");
        });
    }
}
