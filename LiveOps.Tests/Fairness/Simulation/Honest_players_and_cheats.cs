using System.Globalization;
using System.Text;
using LiveOps.Tests.Fairness.Stores.Journaled;

namespace LiveOps.Tests.Fairness.Simulation;

/// <summary>
/// The policy that comes with the service against simulated players, seeded: so the table in docs/fairness.md is this code's, to the letter.
/// </summary>
public sealed class Honest_players_and_cheats
{
    private const int Seed = 20261120, CheatsEach = 200;

    private static readonly (string Name, int Players, Action<SimulatedPlayer> Play)[] Honest =
    [
        ("grinder", 2_000, HonestStyles.Grinder),
        ("weekend", 8_000, HonestStyles.Weekend),
        ("speedrunner", 5_000, HonestStyles.Speedrunner),
        ("new", 15_000, HonestStyles.New),
        ("racer, lowest time first", 5_000, HonestStyles.Racer),
    ];

    private static readonly (string Name, Func<SimulatedPlayer, double> Play, double Within)[] Cheating =
    [
        ("flood: 500 events/s", Cheats.Flood, 1),
        ("multiplier: scores × 20", Cheats.Multiplier, 1800),
        ("shortcut: times ÷ 20", Cheats.Shortcut, 1800),
        ("slow drip: 0.9 of the XP a minute", Cheats.SlowDrip, 3600),
        ("replay: one good score again", Cheats.Replay, 120),
        ("bot, intervals ± 5 %", Cheats.JitteredBot, 3 * 3600),
    ];

    [Fact]
    public void Honest_players_are_not_refused_and_cheats_are_caught_as_the_table_in_the_docs_says()
    {
        var world = new FairnessWorld();
        world.Ascend("laps");
        var table = new StringBuilder();
        int players = 0, refused = 0;
        table.Append("| honest style | players | events | ever flagged | ever refused |\n|---|---|---|---|---|\n");
        foreach ((string name, int count, Action<SimulatedPlayer> play) in Honest)
        {
            long events = 0;
            int flagged = 0, turnedDown = 0;
            for (int i = 0; i < count; i++)
            {
                var player = new SimulatedPlayer(world, $"{name}-{i}", new Random(Seed + players + i));
                play(player);
                events += player.Accepted;
                flagged += double.IsFinite(player.FlaggedAt) ? 1 : 0;
                turnedDown += double.IsFinite(player.RefusedAt) ? 1 : 0;
            }

            table.Append(CultureInfo.InvariantCulture, $"| {name} | {count:N0} | {events:N0} | {100.0 * flagged / count:0.0} % | {turnedDown} |\n");
            players += count;
            refused += turnedDown;
        }

        table.Append("\n| cheat | players | flagged or refused | after (median, worst) | blocked | after (median, worst) |\n|---|---|---|---|---|---|\n");
        foreach ((string name, Func<SimulatedPlayer, double> play, double within) in Cheating)
        {
            var caught = new List<double>();
            var blocked = new List<double>();
            for (int i = 0; i < CheatsEach; i++)
            {
                var player = new SimulatedPlayer(world, $"cheat-{name[..4]}-{i}", new Random(Seed + players + i));
                double from = play(player), at = Math.Min(player.FlaggedAt, player.RefusedAt) - from;
                if (double.IsFinite(at))
                    caught.Add(at);
                if (double.IsFinite(player.BlockedAt))
                    blocked.Add(player.BlockedAt - from);
                if (name.StartsWith("flood", StringComparison.Ordinal))
                    Assert.InRange(player.Accepted, 100, 100 + 10 * 50);
            }

            players += CheatsEach;
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {CheatsEach} | {100.0 * caught.Count / CheatsEach:0} % | {Times(caught)} | {100.0 * blocked.Count / CheatsEach:0} % | {Times(blocked)} |\n");
            Assert.True(caught.Count == CheatsEach && caught.Max() <= within, $"{name}\n{table}");
        }

        Assert.True(refused <= 35_000 / 10_000, table.ToString());
        Assert.True(File.ReadAllText(Path.Combine(Root(), "docs", "fairness.md")).Contains(table.ToString(), StringComparison.Ordinal),
            "docs/fairness.md does not show this table:\n\n" + table);
    }

    private static string Times(List<double> seconds)
    {
        if (seconds.Count == 0)
            return "–";
        seconds.Sort();
        return $"{Time(seconds[seconds.Count / 2])}, {Time(seconds[^1])}";
    }

    private static string Time(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
    };

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LiveOps.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
