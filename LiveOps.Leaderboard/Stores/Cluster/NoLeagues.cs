using LiveOps.Core.Problems;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>A cluster has no leagues yet, and says so.</summary>
internal sealed class NoLeagues : ILeagueStore
{
    private static readonly Problem Why = new(ProblemTypes.UnknownLeague, "Leagues are played in the embedded system only; this is a cluster, which has none yet.");

    /// <inheritdoc/>
    public ValueTask<Answer<LeaguePlace>> PlaceAsync(string league, string player) => new(Why);

    /// <inheritdoc/>
    public ValueTask<Answer<IReadOnlyList<LeaguePlace>>> PlacesAsync(string player) => new(new Answer<IReadOnlyList<LeaguePlace>>([], null));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeaguePlace>> KnownAsync(string player) => ValueTask.FromResult<IReadOnlyList<LeaguePlace>>([]);

    /// <inheritdoc/>
    public ValueTask<Answer<CohortPage>> CohortAsync(string league, long cohort) => new(Why);

    /// <inheritdoc/>
    public ValueTask<Answer<PastSeasons>> HistoryAsync(string league, int offset, int limit) => new(Why);
}
