using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>A period whose ranks are in Redis: it takes scores, or is closed and not archived yet.</summary>
internal sealed class StoredPeriod(int id, SharedBoard board, WindowKind window, Period period, short state, RankKeys keys) : OpenBounds(period)
{
    /// <summary>Its number in the database.</summary>
    public int Id { get; } = id;

    public SharedBoard Board { get; } = board;

    public WindowKind Window { get; } = window;

    /// <summary>See <see cref="Sql.PeriodState"/>.</summary>
    public short State { get; } = state;

    /// <summary>Where its ranks are.</summary>
    public RankKeys Keys { get; } = keys;
}
