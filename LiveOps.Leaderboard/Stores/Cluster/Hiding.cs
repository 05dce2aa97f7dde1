using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>Why players are hidden.</summary>
internal static class Hiding
{
    /// <summary>Of a hidden player.</summary>
    /// <param name="catalogue">Who is hidden, and who blocked.</param>
    /// <param name="player">Who.</param>
    /// <param name="hidesFrom">Blocks that end later hide: the time, or the end of it where the policy hides nobody for a block.</param>
    public static HiddenPlayer Of(Catalogue catalogue, string player, long hidesFrom) => catalogue.Blocked.GetValueOrDefault(player) is { } block
        ? new HiddenPlayer(player, block.ByOperator, block.Ends > hidesFrom ? block.Ends : null)
        : new HiddenPlayer(player, true, null);
}
