using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.ServiceDefaults.Audit.Endpoints;

/// <summary>Reads and checks what is asked of the audit.</summary>
internal static class AuditParameters
{
    /// <summary>How many entries a page has when nothing is said, and at most.</summary>
    public const int DefaultLimit = 50, MaxLimit = 500;

    private const int MaxText = 64;

    /// <summary>How they stand in a query.</summary>
    public static readonly CallParameter[] All =
    [
        CallParameter.Query("operator", "Done by whom; policy for what rules did, schedule for what came by itself.", SchemaParts.Text()),
        CallParameter.Query("player", "About which player.", SchemaParts.Id),
        CallParameter.Query("board", "About which board.", SchemaParts.Id),
        CallParameter.Query("kind", "Of which kind (player, board, policy, dead-letter, grant, access), or which action.", SchemaParts.Text()),
        CallParameter.Query("from", "From when on.", SchemaParts.Time),
        CallParameter.Query("to", "Before when.", SchemaParts.Time),
        CallParameter.After,
        CallParameter.Limit(MaxLimit, DefaultLimit),
    ];

    /// <summary>What is answered when the position is none of the audit's.</summary>
    public static Problem BadPosition => new(ProblemTypes.InvalidParameter, "after must be the next of the page before, or an entry's id.");

    /// <summary>Reads them; null, or the problem.</summary>
    public static Problem? Read(string? by, string? player, string? board, string? kind, string? from, string? to, string? after, string? limit, out AuditQuery query)
    {
        query = new AuditQuery(DefaultLimit);
        if (player is not null && player != AuditEntry.Erased && !IdRule.WasValid(player))
            return new Problem(ProblemTypes.InvalidParameter, $"player {IdRule.Sentence}.");
        if (board is not null && !IdRule.WasValid(board))
            return new Problem(ProblemTypes.InvalidParameter, $"board {IdRule.Sentence}.");
        if (!IsText(by) || !IsText(kind))
            return new Problem(ProblemTypes.InvalidParameter, $"operator and kind have 1 to {MaxText} characters.");
        int most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        if (Time("from", from, long.MinValue, out long first) is { } wrong)
            return wrong;
        if (Time("to", to, long.MaxValue, out long last) is { } odd)
            return odd;
        query = new AuditQuery(most) { After = after, Operator = by, Player = player, Board = board, Kind = kind, From = first, To = last };
        return null;
    }

    private static bool IsText(string? text) => text is null || (text.Length is > 0 and <= MaxText && !text.Any(char.IsControl));

    private static Problem? Time(string name, string? text, long otherwise, out long time)
    {
        time = otherwise;
        if (text is null)
            return null;
        if (!Rfc3339.TryParse(text, out DateTimeOffset read))
            return new Problem(ProblemTypes.InvalidParameter, $"{name} must be a time with its offset, as 2026-11-20T09:30:00Z; the + of an offset is written %2B in a query.");
        time = UnixTicks.Of(read);
        return null;
    }
}
