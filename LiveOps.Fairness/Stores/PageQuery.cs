using System.Globalization;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Fairness.Stores;

/// <summary>What a page through a log is asked for.</summary>
/// <param name="Player">One player; null for all.</param>
/// <param name="After">Where it begins: the <see cref="LogPage{T}.Next"/> of the page before, not checked yet; null for the newest.</param>
/// <param name="Limit">The most entries.</param>
internal readonly record struct PageQuery(string? Player, string? After, int Limit)
{
    private const int DefaultLimit = 50, MaxLimit = 500;

    /// <summary>How it stands in a query.</summary>
    public static CallParameter[] Parameters =>
        [CallParameter.Query("player", "Of one player; absent: of all.", SchemaParts.Id), CallParameter.After, CallParameter.Limit(MaxLimit, DefaultLimit)];

    /// <summary>What is answered when the position is none of the log's.</summary>
    public static Problem BadPosition => new(ProblemTypes.InvalidParameter, "after must be the next of the page before.");

    /// <summary>Whether an entry about a player is asked for; one about somebody erased never is.</summary>
    public bool Wants(string playerId) => playerId.Length > 0 && (Player is null || Player == playerId);

    /// <summary>Reads and checks the query's parameters.</summary>
    public static Problem? Read(string? player, string? after, string? limit, out PageQuery query)
    {
        query = default;
        if (player is not null && !IdRule.WasValid(player))
            return new Problem(ProblemTypes.InvalidParameter, $"player {IdRule.Sentence}.");
        int most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        query = new PageQuery(player, after, most);
        return null;
    }
}
