using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>A board as the database has it; not changed once its catalogue is made.</summary>
internal sealed class SharedBoard(string name, bool descending)
{
    public string Name { get; } = name;

    /// <summary>The order that all replicas rank it in, whatever a replica's policy file says meanwhile.</summary>
    public bool Descending { get; } = descending;

    /// <summary>By <see cref="WindowKind"/>: the periods that take scores.</summary>
    public PeriodTrack<StoredPeriod>[] Tracks { get; } =
        [new(WindowKind.Daily), new(WindowKind.Weekly), new(WindowKind.Seasonal), new(WindowKind.All)];

    /// <summary>The periods that are closed and not archived yet, in the order they were closed.</summary>
    public List<StoredPeriod> Closing { get; } = [];

    /// <summary>Its rules under a policy.</summary>
    public BoardRules Rules(LeaderboardPolicy policy) => policy.RulesOf(Name) is var rules && rules.Descending == Descending ? rules : rules with { Descending = Descending };

    /// <summary>A key of the ranks as the score that it was made of, and back.</summary>
    public long ScoreOf(long key) => Descending ? -key : key;
}
