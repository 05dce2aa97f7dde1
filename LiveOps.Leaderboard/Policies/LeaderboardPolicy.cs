using System.Collections.Frozen;
using LiveOps.Core.Boards;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Which boards there are and how they rank; immutable.</summary>
internal sealed record LeaderboardPolicy
{
    private readonly FrozenDictionary<string, string[]> _byCounter = FrozenDictionary<string, string[]>.Empty;

    /// <summary>What holds before any policy came into force.</summary>
    public static readonly LeaderboardPolicy Default = new();

    /// <summary>How many boards there may be, those named here included.</summary>
    public int MaxBoards { get; init; } = 1000;

    /// <summary>Whether a score for a board that is not named here makes that board.</summary>
    public bool OtherBoards { get; init; } = true;

    /// <summary>Whether whoever is blocked is on no board while that lasts.</summary>
    public bool HideBlocked { get; init; } = true;

    /// <summary>The rules of boards that are not named.</summary>
    public BoardRules Others { get; init; } = new();

    /// <summary>The named boards.</summary>
    public IReadOnlyDictionary<string, BoardRules> Boards
    {
        get;
        init
        {
            field = value;
            _byCounter = value.Where(board => board.Value.Counter is not null).GroupBy(board => board.Value.Counter!, board => board.Key)
                .ToFrozenDictionary(counter => counter.Key, counter => counter.Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        }
    } = new Dictionary<string, BoardRules>();

    /// <summary>The live events whose boards are among these; null for none.</summary>
    public LiveEventsPolicy? LiveEvents { get; init; }

    /// <summary>Whether any board ranks a counter.</summary>
    public bool HasCounters => _byCounter.Count > 0;

    /// <summary>The boards that rank a counter.</summary>
    public IReadOnlyList<string> OfCounter(string counter) => _byCounter.GetValueOrDefault(counter, []);

    /// <summary>Which way boards count, to be said on the bus.</summary>
    /// <param name="at">When: Unix ticks.</param>
    public BoardOrders Orders(long at) =>
        new(at, !Others.Descending, Boards.Where(board => board.Value.Descending != Others.Descending).Select(board => BoardHash.Of(board.Key)));

    /// <summary>A board's rules.</summary>
    public BoardRules RulesOf(string board) => Boards.GetValueOrDefault(board, Others);
}
