using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// What groups that are committed bring into Redis, while the next is on its way to the database: versions decide there, so the order in which they come does not matter. Several periods are on
/// their way at a time.
/// </summary>
internal sealed class Projections(SharedRanks ranks, RankRebuilds rebuilds)
{
    private const int MostAtOnce = 8;

    private readonly List<Task> _begun = [];

    /// <summary>Begins a group's.</summary>
    public void Begin(Group group, Catalogue catalogue) => _begun.Add(ProjectAsync([.. group.ToProject()], catalogue));

    /// <summary>Until all that was begun is there.</summary>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">Some is not: the messages are to come again.</exception>
    public Task EndAsync() => Task.WhenAll(_begun);

    private async Task ProjectAsync(IGrouping<int, StoredEntry>[] periods, Catalogue catalogue)
    {
        foreach (IGrouping<int, StoredEntry>[] some in periods.Chunk(MostAtOnce))
            await Task.WhenAll(some.Select(entries => ProjectAsync(catalogue.Periods[entries.Key], [.. entries], catalogue)));
    }

    private async Task ProjectAsync(StoredPeriod period, StoredEntry[] entries, Catalogue catalogue)
    {
        if (!await ranks.ProjectAsync(period, entries, catalogue.Hidden.Contains))
            rebuilds.Want(period);
    }
}
