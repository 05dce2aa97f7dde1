using System.Text.Json;

namespace LiveOps.Tests.Leaderboard.Leagues;

public sealed class Leagues_match_a_simple_model
{
    private const int Grace = 5;

    private static readonly LeagueModel.Rules[] Rules =
    [
        new(3, ["bronze", "silver", "gold"], 1, 1, false),
        new(4, ["bronze", "silver", "gold"], 2, 1, true),
        new(2, ["bronze", "gold"], 1, 1, true),
        new(5, ["tin", "bronze", "silver", "gold"], 1, 2, false),
        new(3, ["bronze"], 1, 1, false),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Whatever_happens_in_whatever_order(int seed)
    {
        var random = new Random(seed);
        var leagues = new LeaguesUnderTest($$"""{ "boards": { "ladder": { "windows": ["daily"], "graceSeconds": {{Grace * 60}} } } }""", Document(Rules[0]));
        var model = new LeagueModel(Grace);
        model.Rule(Rules[0]);
        for (int step = 0; step < 1500; step++)
        {
            Step(random, leagues, model);
            Assert.Equal(model.Past, leagues.Past());
            if (model.IsResting)
                continue;
            Assert.Equal(model.Tables(), leagues.Tables());
            for (int player = 0; player < 25; player++)
                Assert.Equal(model.Division($"p{player}"), leagues.Division($"p{player}"));
        }

        leagues.Tell();
        Assert.NotEmpty(model.Earned);
        Assert.Equal(model.Earned.Where(earned => !_erased.Contains(earned.Split(' ')[1])).Order(StringComparer.Ordinal), leagues.Earned.Where(earned => !_erased.Contains(earned.Split(' ')[1])).Order(StringComparer.Ordinal));
        Assert.Equal(leagues.Earned.Count, leagues.Earned.Distinct().Count());
        Assert.DoesNotContain(leagues.ToldInVain.Except(leagues.Earned), earned => !_erased.Contains(earned.Split(' ')[1])); // what a crash had told twice was told once more, under the same name
    }

    private readonly HashSet<string> _erased = new(StringComparer.Ordinal);

    private void Step(Random random, LeaguesUnderTest leagues, LeagueModel model)
    {
        string player = $"p{random.Next(25)}";
        DateTime now = At(leagues);
        switch (random.Next(100))
        {
            case < 70:
                long score = random.Next(30);
                TimeSpan ago = random.Next(4) == 0 ? TimeSpan.FromMinutes(random.Next(-10, 15)) : TimeSpan.Zero;
                leagues.Score(player, score, ago);
                model.Score(now, player, score, now - ago);
                break;
            case < 86:
                leagues.Pass(TimeSpan.FromMinutes(random.Next(3) == 0 ? random.Next(600) : random.Next(4)));
                model.Pass(At(leagues));
                break;
            case < 88:
                leagues.Pass(TimeSpan.FromMinutes(23 * 60 + 58) - (now - now.Date) is { Ticks: > 0 } rest ? rest : TimeSpan.FromMinutes(2)); // close to midnight, and past it
                model.Pass(At(leagues));
                break;
            case < 91:
                leagues.Hide(player);
                model.Hide(player);
                break;
            case < 94:
                leagues.Show(player);
                model.Show(player);
                break;
            case < 95:
                _erased.Add(player);
                leagues.Erase(player);
                model.Erase(player);
                break;
            case < 96:
                if (random.Next(2) == 0)
                    leagues.Save();
                leagues.Restart();
                leagues.Pass(TimeSpan.Zero); // a rollover too many does nothing
                break;
            case < 97:
                Seldom(random, leagues, model);
                break;
            case < 98:
                LeagueModel.Rules rules = Rules[random.Next(Rules.Length)];
                leagues.Rule(Document(rules));
                model.Rule(rules);
                break;
            default:
                leagues.Tell();
                break;
        }
    }

    private static void Seldom(Random random, LeaguesUnderTest leagues, LeagueModel model)
    {
        switch (random.Next(8))
        {
            case 0:
                leagues.Drop();
                model.Drop();
                break;
            case 1:
                leagues.Rest(); // until the next rules
                model.Rest();
                break;
            case 2:
                leagues.TellInVain();
                break;
            default:
                Assert.Equal(model.EndEarly(At(leagues)), leagues.EndEarly());
                break;
        }
    }

    private static DateTime At(LeaguesUnderTest leagues) => DateTime.UnixEpoch.AddTicks(leagues.Now);

    private static string Document(LeagueModel.Rules rules) => $$"""
        { "leagues": { "arena": { "board": "ladder", "window": "daily", "cohortSize": {{rules.Size}}, "divisions": {{JsonSerializer.Serialize(rules.Divisions)}},
            "promote": {{rules.Promote}}, "relegate": {{rules.Relegate}}, "absent": "{{(rules.AbsentFall ? "fall" : "stay")}}",
            "rewards": [{ "ranks": "1", "reward": "gold" }, { "ranks": "2-{{Math.Min(3, rules.Size)}}", "reward": "silver" }] } } }
        """;
}
