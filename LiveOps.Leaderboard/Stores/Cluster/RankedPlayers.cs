using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>How many players are ranked in running periods, for metrics: some questions to Redis are under way at once, for there may be thousands.</summary>
internal sealed class RankedPlayers(SharedRanks ranks, TimeProvider clock)
{
    private const int AtOnce = 64;

    /// <summary>By what boards go by, and window.</summary>
    public async Task<Dictionary<(string Board, WindowKind Window), int>> CountAsync(Catalogue catalogue, LeaderboardPolicy rules, BoardLabels labels)
    {
        var players = new Dictionary<(string Board, WindowKind Window), int>();
        foreach (var some in Running(catalogue, rules).Chunk(AtOnce))
        {
            int[] counts = await Task.WhenAll(some.Select(one => one.Period is null ? Task.FromResult(0) : ranks.CountAsync(one.Period)));
            foreach (((string board, WindowKind window, _), int count) in some.Zip(counts))
                players[(labels.For(board), window)] = players.GetValueOrDefault((labels.For(board), window)) + count;
        }

        return players;
    }

    private IEnumerable<(string Board, WindowKind Window, StoredPeriod? Period)> Running(Catalogue catalogue, LeaderboardPolicy rules)
    {
        foreach (SharedBoard board in catalogue.InOrder)
        {
            BoardRules own = board.Rules(rules);
            foreach (var track in board.Tracks.Where(track => own.Windows[(int)track.Window]))
            {
                track.At(own, clock.Now(), out StoredPeriod? open);
                yield return (board.Name, track.Window, open);
            }
        }
    }
}
