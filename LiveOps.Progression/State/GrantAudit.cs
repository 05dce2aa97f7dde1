using System.Text;
using System.Text.Json;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>What the audit has of a grant, before it and after it: the player's XP and level, and what they have of the items and counters that it names.</summary>
internal static class GrantAudit
{
    /// <summary>How the player stands.</summary>
    /// <param name="players">Where the player is kept.</param>
    /// <param name="book">The rules in force.</param>
    /// <param name="number">The player.</param>
    /// <param name="grant">What is granted.</param>
    public static string Before(PlayerTable players, RuleBook book, int number, GrantContent grant) => Write(json => WriteStanding(json, players, book, number, grant));

    /// <summary>How the player stands, and what was granted beside it.</summary>
    /// <param name="players">Where the player is kept.</param>
    /// <param name="book">The rules in force.</param>
    /// <param name="number">The player.</param>
    /// <param name="grant">What is granted.</param>
    /// <param name="applied">See <see cref="GrantFold.Apply"/>.</param>
    public static string After(PlayerTable players, RuleBook book, int number, GrantContent grant, long[]? applied) => Write(json =>
    {
        WriteStanding(json, players, book, number, grant);
        json.WriteStartObject("grant"u8);
        json.WriteString("id"u8, grant.Id);
        GrantJson.WriteContent(json, grant);
        GrantJson.WriteApplied(json, grant, applied);
        json.WriteEndObject();
    });

    private static void WriteStanding(Utf8JsonWriter json, PlayerTable players, RuleBook book, int number, GrantContent grant)
    {
        Player player = players[number];
        json.WriteNumber("xp"u8, player.Xp);
        json.WriteNumber("level"u8, book.Rules.Levels.LevelAt(player.Xp)); // as readers are told it
        GrantJson.WriteEach(json, "items"u8, grant.Items.Select(item => (item.Item, CountOf(players, players.ItemNames, player.Items, item.Item))));
        GrantJson.WriteEach(json, "counters"u8, grant.Counters.Select(counter => (counter.Counter, CountOf(players, players.CounterNames, player.Counters, counter.Counter))));
    }

    private static long CountOf(PlayerTable players, NameTable names, ShortList list, string name) =>
        names.Find(Encoding.ASCII.GetBytes(name)) is >= 0 and var number ? players.CountOf(list, number) : 0;

    private static string Write(Action<Utf8JsonWriter> members) => Encoding.UTF8.GetString(GrantJson.Write(members));
}
