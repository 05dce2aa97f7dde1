using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>The service's database, to read from; what writes are the statements in <c>Sql/</c>, and what makes it the scripts in <c>Migrations/</c>.</summary>
internal sealed class LeaderboardContext(DbContextOptions<LeaderboardContext> options) : DbContext(options)
{
    public DbSet<GateRow> Gate => Set<GateRow>();

    public DbSet<BoardRow> Boards => Set<BoardRow>();

    public DbSet<TrackRow> Tracks => Set<TrackRow>();

    public DbSet<PeriodRow> Periods => Set<PeriodRow>();

    public DbSet<ScoreRow> Scores => Set<ScoreRow>();

    public DbSet<HiddenRow> Hidden => Set<HiddenRow>();

    public DbSet<BlockedRow> Blocked => Set<BlockedRow>();

    public DbSet<DroppedRow> Dropped => Set<DroppedRow>();

    public DbSet<OwedRow> Owed => Set<OwedRow>();

    public DbSet<CancelledRow> Cancelled => Set<CancelledRow>();

    public DbSet<LiveEventRow> LiveEvents => Set<LiveEventRow>();

    public DbSet<EntrantRow> Entrants => Set<EntrantRow>();

    public DbSet<ArchivedRow> Archived => Set<ArchivedRow>();

    public DbSet<GoneRow> Gone => Set<GoneRow>();

    public DbSet<OwedRewardRow> OwedRewards => Set<OwedRewardRow>();

    public DbSet<LeagueRow> Leagues => Set<LeagueRow>();

    public DbSet<LeaguesRuledRow> LeaguesRuled => Set<LeaguesRuledRow>();

    public DbSet<LeagueSeasonRow> LeagueSeasons => Set<LeagueSeasonRow>();

    public DbSet<LeagueCohortRow> LeagueCohorts => Set<LeagueCohortRow>();

    public DbSet<LeagueMemberRow> LeagueMembers => Set<LeagueMemberRow>();

    public DbSet<LeagueDivisionRow> LeagueDivisions => Set<LeagueDivisionRow>();

    public DbSet<LeagueClosingRow> LeagueClosings => Set<LeagueClosingRow>();

    public DbSet<LeaguePastRow> LeaguePast => Set<LeaguePastRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<GateRow>().ToTable("gate").HasKey(row => row.Id);
        modelBuilder.Entity<BoardRow>().ToTable("boards").HasKey(row => row.Id);
        modelBuilder.Entity<TrackRow>().ToTable("tracks").HasKey(row => new { row.Board, row.Win });
        modelBuilder.Entity<PeriodRow>().ToTable("periods").HasKey(row => row.Id);
        modelBuilder.Entity<ScoreRow>().ToTable("scores").HasKey(row => new { row.Period, row.Player });
        modelBuilder.Entity<HiddenRow>().ToTable("hidden").HasKey(row => row.Player);
        modelBuilder.Entity<BlockedRow>().ToTable("blocked").HasKey(row => row.Player);
        modelBuilder.Entity<DroppedRow>().ToTable("dropped").HasKey(row => row.Board);
        modelBuilder.Entity<OwedRow>().ToTable("owed").HasKey(row => new { row.Period, row.Player });
        modelBuilder.Entity<CancelledRow>().ToTable("cancelled").HasKey(row => row.Period);
        modelBuilder.Entity<LiveEventRow>().ToTable("live_events").HasKey(row => row.Event);
        modelBuilder.Entity<EntrantRow>().ToTable("entrants").HasKey(row => new { row.Event, row.Player });
        modelBuilder.Entity<ArchivedRow>().ToTable("archived").HasKey(row => new { row.Period, row.Position });
        modelBuilder.Entity<GoneRow>().ToTable("gone").HasKey(row => new { row.Period, row.Position });
        modelBuilder.Entity<OwedRewardRow>().ToTable("rewards_owed").HasKey(row => row.Id);
        modelBuilder.Entity<LeagueRow>().ToTable("leagues").HasKey(row => row.Id);
        modelBuilder.Entity<LeaguesRuledRow>().ToTable("leagues_ruled").HasKey(row => row.Id);
        modelBuilder.Entity<LeagueSeasonRow>().ToTable("league_seasons").HasKey(row => new { row.League, row.Period });
        modelBuilder.Entity<LeagueCohortRow>().ToTable("league_cohorts").HasKey(row => new { row.League, row.No });
        modelBuilder.Entity<LeagueMemberRow>().ToTable("league_members").HasKey(row => new { row.League, row.Period, row.Player });
        modelBuilder.Entity<LeagueDivisionRow>().ToTable("league_divisions").HasKey(row => new { row.League, row.Player });
        modelBuilder.Entity<LeagueClosingRow>().ToTable("league_closings").HasKey(row => new { row.League, row.Period });
        modelBuilder.Entity<LeaguePastRow>().ToTable("league_past").HasKey(row => new { row.League, row.No });
        AuditRow.AddTo(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
