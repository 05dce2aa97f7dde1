using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>The same suite in memory and in a cluster.</summary>
public sealed class Leagues_match_a_simple_model
{
    private const int Grace = 5;

    private static readonly string Boards = $$"""{ "boards": { "ladder": { "windows": ["daily"], "graceSeconds": {{Grace * 60}} } } }""";

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
    public Task Whatever_happens_in_whatever_order_in_memory(int seed) =>
        MatchAsync(seed, 1500, 1, () => Task.FromResult<ILeaguesUnderTest>(new LeaguesInMemory(Boards, Document(Rules[0]))));

    [Theory]
    [InlineData(SqlKind.MySql, 1)]
    [InlineData(SqlKind.MySql, 2)]
    [InlineData(SqlKind.Postgres, 1)]
    [InlineData(SqlKind.Postgres, 3)]
    public Task Whatever_happens_in_whatever_order_in_a_cluster(SqlKind kind, int seed) =>
        MatchAsync(seed, 300, 10, () => LeaguesInACluster.StartAsync(kind, Boards, Document(Rules[0])));

    private async Task MatchAsync(int seed, int steps, int checkEvery, Func<Task<ILeaguesUnderTest>> start)
    {
        var random = new Random(seed);
        await using ILeaguesUnderTest leagues = await start();
        var model = new LeagueModel(Grace);
        model.Rule(Rules[0]);
        for (int step = 0; step < steps; step++)
        {
            await StepAsync(random, leagues, model);
            if (step % checkEvery == 0)
                await AgreeAsync(leagues, model, step);
        }

        await leagues.TellAsync();
        Assert.NotEmpty(model.Earned);
        Assert.Equal(model.Earned.Where(earned => !_erased.Contains(earned.Split(' ')[1])).Order(StringComparer.Ordinal), leagues.Earned.Where(earned => !_erased.Contains(earned.Split(' ')[1])).Order(StringComparer.Ordinal));
        Assert.Equal(leagues.Earned.Count, leagues.Earned.Distinct().Count());
        Assert.DoesNotContain(leagues.ToldInVain.Except(leagues.Earned), earned => !_erased.Contains(earned.Split(' ')[1])); // what a crash had told twice was told once more, under the same name
    }

    private static async Task AgreeAsync(ILeaguesUnderTest leagues, LeagueModel model, int step)
    {
        string at = $"step {step}";
        string[] past = [at, .. await leagues.PastAsync()];
        Assert.Equal<string>([at, .. model.Past], past);
        if (model.IsResting)
            return;
        string[] tables = [at, .. await leagues.TablesAsync()];
        Assert.Equal<string>([at, .. model.Tables()], tables);
        for (int player = 0; player < 25; player++)
            Assert.Equal(model.Division($"p{player}"), await leagues.DivisionAsync($"p{player}"));
    }

    private readonly HashSet<string> _erased = new(StringComparer.Ordinal);

    private async Task StepAsync(Random random, ILeaguesUnderTest leagues, LeagueModel model)
    {
        string player = $"p{random.Next(25)}";
        DateTime now = leagues.Now;
        switch (random.Next(100))
        {
            case < 70:
                long score = random.Next(30);
                TimeSpan ago = random.Next(4) == 0 ? TimeSpan.FromMinutes(random.Next(-10, 15)) : TimeSpan.Zero;
                await leagues.ScoreAsync(player, score, ago);
                model.Score(now, player, score, now - ago);
                break;
            case < 86:
                await leagues.PassAsync(TimeSpan.FromMinutes(random.Next(3) == 0 ? random.Next(600) : random.Next(4)));
                model.Pass(leagues.Now);
                break;
            case < 88:
                await leagues.PassAsync(TimeSpan.FromMinutes(23 * 60 + 58) - (now - now.Date) is { Ticks: > 0 } rest ? rest : TimeSpan.FromMinutes(2)); // close to midnight, and past it
                model.Pass(leagues.Now);
                break;
            case < 91:
                await leagues.HideAsync(player);
                model.Hide(player);
                break;
            case < 94:
                await leagues.ShowAsync(player);
                model.Show(player);
                break;
            case < 95:
                _erased.Add(player);
                await leagues.EraseAsync(player);
                model.Erase(player);
                break;
            case < 96:
                await leagues.RestartAsync(saving: random.Next(2) == 0);
                await leagues.PassAsync(TimeSpan.Zero); // a rollover too many does nothing
                break;
            case < 97:
                await SeldomAsync(random, leagues, model);
                break;
            case < 98:
                LeagueModel.Rules rules = Rules[random.Next(Rules.Length)];
                await leagues.RuleAsync(Document(rules));
                model.Rule(rules);
                break;
            default:
                await leagues.TellAsync();
                break;
        }
    }

    private static async Task SeldomAsync(Random random, ILeaguesUnderTest leagues, LeagueModel model)
    {
        switch (random.Next(8))
        {
            case 0:
                await leagues.DropAsync();
                model.Drop();
                break;
            case 1:
                await leagues.RuleAsync("{}"); // until the next rules
                model.Rest();
                break;
            case 2:
                await leagues.TellInVainAsync();
                break;
            default:
                Assert.Equal(model.EndEarly(leagues.Now), await leagues.EndEarlyAsync());
                break;
        }
    }

    private static string Document(LeagueModel.Rules rules) => $$"""
        { "leagues": { "arena": { "board": "ladder", "window": "daily", "cohortSize": {{rules.Size}}, "divisions": {{JsonSerializer.Serialize(rules.Divisions)}},
            "promote": {{rules.Promote}}, "relegate": {{rules.Relegate}}, "absent": "{{(rules.AbsentFall ? "fall" : "stay")}}",
            "rewards": [{ "ranks": "1", "reward": "gold" }, { "ranks": "2-{{Math.Min(3, rules.Size)}}", "reward": "silver" }] } } }
        """;
}
