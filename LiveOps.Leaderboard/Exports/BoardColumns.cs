using LiveOps.Core.Windows;
using LiveOps.Tables;

namespace LiveOps.Leaderboard.Exports;

/// <summary>A row of a ranking in a file: the columns of exports and of archives, wherever boards are kept.</summary>
internal static class BoardColumns
{
    private const string Open = "open", Closed = "closed", Cancelled = "cancelled";

    /// <summary>The columns.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        new("board", ColumnKind.Id), new("window", ColumnKind.Id), new("period", ColumnKind.Id), new("state", ColumnKind.Id), new("opensAt", ColumnKind.Time), new("closesAt", ColumnKind.Time),
        new("rank", ColumnKind.Whole), new("playerId", ColumnKind.Id), new("score", ColumnKind.Whole), new("achievedAt", ColumnKind.Time),
    ];

    /// <summary>How far a period is, in a word.</summary>
    public static string State(Period period, bool cancelled, long now) => cancelled ? Cancelled : period.Closes <= now ? Closed : Open;

    /// <summary>Whether a period is a part: of an export every one, of an archive those that closed on its day, which what ends at midnight was the end of.</summary>
    public static bool Wants(DateOnly? day, Period period)
    {
        if (day is not { } closedOn)
            return true;
        long begins = UnixTicks.Of(closedOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return period.Closes > begins && period.Closes <= begins + TimeSpan.TicksPerDay;
    }

    /// <summary>A row; the player is null once erased.</summary>
    public static object?[] Row(string board, WindowKind window, Period period, string state, int rank, string? player, long score, long achievedAt) =>
    [
        board, WindowKinds.Name(window), period.Name, state, Time(period.Opens, long.MinValue), Time(period.Closes, long.MaxValue), (long)rank, player, score, new DateTimeOffset(UnixTicks.ToUtc(achievedAt)),
    ];

    private static DateTimeOffset? Time(long ticks, long never) => ticks == never ? null : new DateTimeOffset(UnixTicks.ToUtc(ticks));
}
