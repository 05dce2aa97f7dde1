namespace LiveOps.Leaderboard.Stores;

/// <summary>The leagues as the endpoints see them. Ids that come in have been checked.</summary>
internal interface ILeagueStore
{
    /// <summary>Where a player stands in a league.</summary>
    ValueTask<Answer<LeaguePlace>> PlaceAsync(string league, string player);

    /// <summary>Where a player stands in every league; none for a player never seen.</summary>
    ValueTask<Answer<IReadOnlyList<LeaguePlace>>> PlacesAsync(string player);

    /// <summary>Where a player plays, hidden or not, and in leagues that rest their division: what an export tells of them. Being in the lowest division without a cohort is to be nowhere.</summary>
    ValueTask<IReadOnlyList<LeaguePlace>> KnownAsync(string player);

    /// <summary>The table of a cohort.</summary>
    ValueTask<Answer<CohortPage>> CohortAsync(string league, long cohort);

    /// <summary>What would become of the season that runs if it closed now, some of its cohorts player by player. All of the season is counted, so whoever no longer waits for it stops it.</summary>
    ValueTask<Answer<LeaguePreview>> PreviewAsync(PreviewQuery query, CancellationToken cancellation);

    /// <summary>Past seasons, newest first.</summary>
    ValueTask<Answer<PastSeasons>> HistoryAsync(string league, int offset, int limit);
}
