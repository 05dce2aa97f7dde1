using System.Text.Json;
using LiveOps.Fairness.Reviews;

namespace LiveOps.Tests.Console.Walks;

/// <summary>
/// What a walk through the console walks among: a board with a season and a league, a live event, players with scores, a case, and whatever a form has to be there for, each with names of its own.
/// All of it was made through the system but for the dead letters, see <see cref="IWalkedSystem.SetAsideAsync"/>.
/// </summary>
internal sealed class Stage(IWalkedSystem system, string name)
{
    /// <summary>What is typed wherever something may be: were it anything but text, the page would ask for another file and have another title.</summary>
    public const string Hostile = "<script>document.title='owned'</script><img src=/owned>\"'><b>";

    /// <summary>What stands in notes and reasons of before the walk.</summary>
    public const string Earlier = "of an earlier day";

    private static int _ids;

    /// <summary>The stages that there may be in one system: documents are of all of them.</summary>
    public static readonly string[] All = ["with-scripts", "without", "two"];

    public IWalkedSystem System { get; } = system;

    public string Board { get; } = $"{name}-board";

    public string League { get; } = $"{name}-league";

    public string Cup { get; } = $"{name}-cup";

    public string Hook { get; } = $"{name}-hook";

    public string Jumper { get; } = $"{name}-jumper";

    /// <summary>The jumper's.</summary>
    public string Case { get; } = CaseId.Of($"{name}-jumper");

    public string CasePath => $"/review/{Case}";

    public string Player(int n) => $"{name}-{n}";

    public string PlayerPath(int n) => $"/players/{Player(n)}";

    /// <summary>The pages, each of the console's own at least once.</summary>
    public string[] Pages =>
    [
        "/", "/now", "/preferences", "/calendar?weeks=1", "/boards", "/boards/hidden", $"/boards/{Board}/all", $"/boards/{Board}/weekly", $"/boards/{Board}/weekly/history", $"/boards/{Board}/weekly/rollover", $"/boards/{Board}/seasonal/end",
        $"/leagues?player={Player(1)}", $"/leagues/{League}?player={Player(1)}", $"/leagues/{League}/preview", $"/leagues/{League}/cohorts/{Cohort}", "/live-events", $"/live-events/{Cup}", $"/live-events/{Cup}/end",
        $"/players?prefix={name}", PlayerPath(1), "/review", CasePath, "/policies", "/policies/boards", "/policies/leagues", "/policies/live-events", "/policies/progression", "/policies/fairness", "/policies/intake",
        "/policies/leagues/versions", "/policies/leagues/versions/1", "/webhooks", $"/webhooks/{Hook}", "/dead-letters?service=progression", $"/dead-letters/progression/{Letter}", "/audit?service=leaderboard",
    ];

    /// <summary>What there is to be seen once all is done: the period that was ended is past.</summary>
    public string PastPath => $"/boards/{Board}/weekly/history/{Period}";

    /// <summary>The period that runs on the board.</summary>
    public string Period { get; private set; } = "";

    /// <summary>The table that the first player plays in.</summary>
    public string Cohort { get; private set; } = "";

    /// <summary>A message that Progression set aside.</summary>
    public string Letter { get; private set; } = "";

    /// <summary>Sets it.</summary>
    public static async Task<Stage> SetAsync(IWalkedSystem system, string name)
    {
        var stage = new Stage(system, name);
        if (!(await system.JsonAsync("leaderboard", "/v1/policies/boards")).GetRawText().Contains(stage.Board, StringComparison.Ordinal))
            await DocumentsAsync(system);
        await stage.PlayAsync();
        await stage.ActAsync();
        await system.PutAsync("gateway", $"/v1/webhooks/{stage.Hook}", JsonSerializer.Serialize(new { url = "https://notices.example.invalid/in", types = new[] { "player.flagged" }, description = Hostile, reason = Hostile }));
        await stage.TellAsync(stage.Hook);
        stage.Letter = await system.SetAsideAsync(stage.Player(8));
        return stage;
    }

    /// <summary>Has somebody cheat, which a webhook is told, and nobody takes: a delivery that was tried.</summary>
    public async Task<JsonElement> TellAsync(string hook)
    {
        using (HttpResponseMessage refused = await System.SignAsync("gateway", "/v1/events", Xp($"{hook}-cheat", 99_999_999)))
            Assert.False(refused.IsSuccessStatusCode);
        JsonElement sent = await System.EventuallyAsync("gateway", $"/v1/webhooks/{hook}/deliveries", sent => sent.GetProperty("deliveries").EnumerateArray().Any(IsTried));
        return sent.GetProperty("deliveries").EnumerateArray().First(IsTried);

        static bool IsTried(JsonElement delivery) => delivery.GetProperty("attempts").GetInt32() > 0;
    }

    public static string Score(string player, string board, long score) => Event("score_submitted", player, new { board, score });

    public static string Xp(string player, long amount) => Event("xp_gained", player, new { amount });

    private static async Task DocumentsAsync(IWalkedSystem system)
    {
        DateTimeOffset day = new(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);
        await system.PutAsync("leaderboard", "/v1/policies/boards", JsonSerializer.Serialize(new
        {
            boards = All.ToDictionary(name => $"{name}-board", name => new
            {
                graceSeconds = 0,
                windows = new[] { "weekly", "seasonal", "all" },
                seasons = new[] { new { id = $"{name}-season", opensAt = $"{day.AddDays(-1):yyyy-MM-dd}", closesAt = $"{day.AddDays(20):yyyy-MM-dd}" } },
            }),
        }));
        await system.PutAsync("leaderboard", "/v1/policies/leagues", JsonSerializer.Serialize(new
        {
            leagues = All.ToDictionary(name => $"{name}-league", name => new
            {
                board = $"{name}-board",
                window = "weekly",
                cohortSize = 4,
                divisions = new[] { "bronze", "silver" },
                promote = 1,
                relegate = 1,
                rewards = new[] { new { ranks = "1", reward = "gold" } },
            }),
        }));
        await system.PutAsync("leaderboard", "/v1/policies/live-events", JsonSerializer.Serialize(new
        {
            liveEvents = All.Select(name => new { id = $"{name}-cup", title = Hostile, opensAt = day.AddDays(2), closesAt = day.AddDays(3), multipliers = new { xp_gained = 2 } }),
        }));
    }

    private async Task PlayAsync()
    {
        await System.AcceptAsync([.. Enumerable.Range(1, 7).SelectMany(n => new[] { Score(Player(n), Board, 100 - n), Xp(Player(n), 250) })]);
        await System.AcceptAsync([.. Enumerable.Range(0, 13).Select(n => Score(Jumper, "sprint", n == 12 ? 9_000 : 100 + n))]);
        Period = (await System.EventuallyAsync("leaderboard", $"/v1/leaderboards/{Board}/weekly", board => board.GetProperty("total").GetInt32() == 7)).GetProperty("period").GetString()!;
        await System.EventuallyAsync("progression", $"/v1/players/{Player(7)}", player => player.GetProperty("xp").GetInt64() == 250);
        await System.EventuallyAsync("fairness", $"/v1/reviews?player={Jumper}", cases => cases.GetProperty("reviews").GetArrayLength() == 1);
        Cohort = (await System.EventuallyAsync("leaderboard", $"/v1/leagues/{League}/players/{Player(1)}", place => place.GetProperty("cohort").ValueKind == JsonValueKind.String)).GetProperty("cohort").GetString()!;
    }

    // There are forms only where something was done: each of them is there for every role to see, or not to. What was done already, since the answer of a call was lost, is not done again.
    private async Task ActAsync()
    {
        for (var patience = new Patience(); (await System.JsonAsync("fairness", $"/v1/reviews/{Case}")).GetProperty("decisions").GetArrayLength() == 0; Assert.False(patience.IsOver))
        {
            using HttpResponseMessage before = await System.CallAsync(HttpMethod.Get, "fairness", $"/v1/reviews/{Case}");
            using HttpResponseMessage decided = await System.CallAsync(HttpMethod.Post, "fairness", $"/v1/reviews/{Case}/decisions", $$"""{"decision":"watch","reason":"{{Earlier}}"}""", before.Headers.ETag!.ToString());
        }

        string notes = $"/v1/players/{Player(1)}/notes";
        for (var patience = new Patience(); (await System.JsonAsync("progression", notes)).GetProperty("notes").GetArrayLength() == 0; Assert.False(patience.IsOver))
            (await System.CallAsync(HttpMethod.Post, "progression", notes, $$"""{"text":"{{Earlier}}"}""")).Dispose();
        (await System.CallAsync(HttpMethod.Put, "leaderboard", $"/v1/leaderboards/players/{Player(6)}/hidden")).Dispose();
        await System.EventuallyAsync("leaderboard", "/v1/leaderboards/hidden?limit=1000", hidden => hidden.GetProperty("hidden").EnumerateArray().Any(one => one.GetProperty("playerId").GetString() == Player(6)));
        const string Leagues = "/v1/policies/leagues";
        string document = (await System.JsonAsync("leaderboard", Leagues)).GetRawText();
        await System.PutAsync("leaderboard", Leagues, document);
        await System.PutAsync("leaderboard", Leagues, document, "2098-01-01T00:00:00Z");
    }

    private static string Event(string type, string player, object data) =>
        JsonSerializer.Serialize(new { id = $"walk-{Environment.ProcessId}-{Interlocked.Increment(ref _ids)}", playerId = player, type, occurredAt = DateTime.UtcNow, data });
}
