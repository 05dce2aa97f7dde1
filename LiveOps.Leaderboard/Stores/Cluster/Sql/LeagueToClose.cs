using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>A period of a league's board that has closed, as it stands in the database until all of what becomes of the league's players is written.</summary>
/// <param name="Name">The period's name.</param>
/// <param name="Opens">When it opened.</param>
/// <param name="Closes">When it ended.</param>
/// <param name="Cancelled">Whether it is cancelled: then nobody moves, and nobody earns anything.</param>
/// <param name="GoesOn">Whether it is a part that an early rollover ended, and what is left of the period was open then: then nobody is absent yet.</param>
/// <param name="At">When it closed.</param>
/// <param name="Descending">Whether the highest score ranks first, as it did then: the board may be turned around while players are still being moved.</param>
/// <param name="Rules">The league's by then; null for one that rested.</param>
internal sealed record LeagueToClose(string Name, long Opens, long Closes, bool Cancelled, bool GoesOn, long At, bool Descending, LeagueRules? Rules)
{
    /// <summary>The period's bounds.</summary>
    public Period Bounds(string name) => new(name, Opens, Closes);

    public string ToText() => JsonSerializer.Serialize(this, LeagueJson.Default.LeagueToClose);

    public static LeagueToClose Read(string text) => JsonSerializer.Deserialize(text, LeagueJson.Default.LeagueToClose)!;
}
