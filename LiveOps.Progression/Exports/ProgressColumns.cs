using LiveOps.Core.Windows;
using LiveOps.Progression.Players;
using LiveOps.Tables;

namespace LiveOps.Progression.Exports;

/// <summary>A player's progress in a file. What is counted by name is JSON in one cell: games have any number of names.</summary>
internal static class ProgressColumns
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        new("playerId", ColumnKind.Id), new("level", ColumnKind.Whole), new("xp", ColumnKind.Whole), new("kills", ColumnKind.Whole), new("bossKills", ColumnKind.Text), new("items", ColumnKind.Text),
        new("counters", ColumnKind.Text), new("updatedAt", ColumnKind.Time),
    ];

    /// <summary>A row.</summary>
    public static object?[] Row(CopiedProgress player) =>
    [
        player.PlayerId, (long)player.Level, player.Xp, (long)player.Kills, player.Bosses, player.Items, player.Counters, new DateTimeOffset(UnixTicks.ToUtc(player.UpdatedAt)),
    ];
}
