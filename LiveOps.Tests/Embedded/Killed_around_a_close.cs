using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary><c>kill -9</c> right after a season was closed, before or after what was earned went over the bus: everybody moved once, and has what they earned once.</summary>
public sealed class Killed_around_a_close
{
    private const int Players = 200, Rounds = 3;

    // One long season, so that no midnight comes between.
    private const string Boards = """
        { "boards": { "ladder": { "graceSeconds": 0, "windows": ["seasonal"],
            "seasons": [{ "id": "s1", "opensAt": "2020-01-01", "closesAt": "2120-01-01" }], "rewards": [{ "window": "seasonal", "ranks": "1-10", "reward": "top" }] } } }
        """;

    private const string Leagues = """
        { "leagues": { "arena": { "board": "ladder", "window": "seasonal", "cohortSize": 50, "divisions": ["bronze", "silver", "gold"], "promote": 10, "relegate": 5,
            "rewards": [{ "ranks": "1", "reward": "gold" }] } } }
        """;

    [Fact]
    public async Task Promotions_and_rewards_are_there_in_the_end_and_each_once()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        for (int round = 0; round < Rounds; round++)
        {
            using LiveProcess live = await StartAsync();
            if (round == 0)
            {
                await PutAsync(live, "boards", Boards);
                await PutAsync(live, "leagues", Leagues);
            }

            string now = $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff}Z";
            IEnumerable<string> events = Enumerable.Range(0, Players).Select(number => JsonSerializer.Serialize(
                new { id = $"e-{round}-{number}", playerId = $"p{number}", type = "score_submitted", occurredAt = now, data = new { board = "ladder", score = 1000 - number } }));
            using HttpResponseMessage sent = await live.SendAsync($$"""{"events":[{{string.Join(',', events)}}]}""");
            Assert.Equal(Players, (await sent.JsonAsync(202)).GetProperty("accepted").GetInt32());
            Task<HttpResponseMessage> rolling = RollOverAsync(live);
            if (round == 0)
                await (await rolling).JsonAsync(200);
            live.Kill(); // but for the first time, before or after the rollover was written down
            await ((Task)rolling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            using LiveProcess after = await StartAsync();
            if ((await GetAsync(after, "leaderboard", "/v1/leagues/arena/history")).GetProperty("total").GetInt32() == round)
                await (await RollOverAsync(after)).JsonAsync(200);
            after.Kill();
        }

        using LiveProcess last = await StartAsync();
        JsonElement seasons = (await GetAsync(last, "leaderboard", "/v1/leagues/arena/history")).GetProperty("seasons");
        Assert.Equal(Rounds, seasons.GetArrayLength());
        Assert.Equal([50, 40], seasons.EnumerateArray().Skip(1).Select(season => season.GetProperty("promoted").GetInt32())); // newest first: ten of a cohort of silver and of four of bronze; before that of four of bronze
        string[] expected = [.. seasons.EnumerateArray().SelectMany(season => new[] { $"arena.gold:{Name(season)}", $"ladder.seasonal.top:{Name(season)}" }).Order(StringComparer.Ordinal)];
        for (var patience = new Patience(); ; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            string[] earned = await RewardsAsync(last, "p0");
            if (earned.Length >= expected.Length)
            {
                Assert.Equal(expected, earned);
                break;
            }

            Assert.False(patience.IsOver, string.Join(", ", earned));
        }

        for (int player = 1; player < Players; player += 7)
        {
            string[] rewards = await RewardsAsync(last, $"p{player}");
            Assert.Equal(rewards.Distinct(), rewards);
            Assert.Equal(player < 10 ? Rounds : 0, rewards.Count(reward => reward.StartsWith("ladder.", StringComparison.Ordinal)));
        }

        Assert.Equal("gold", (await GetAsync(last, "leaderboard", "/v1/leagues/arena/players/p0")).GetProperty("division").GetString());

        async Task<LiveProcess> StartAsync()
        {
            LiveProcess live = LiveProcess.Start(folder.File("data"), ("OPERATOR_TOKEN", LiveSystem.OperatorToken), ("LOG_LEVEL", "Warning"));
            await live.ReadyAsync();
            return live;
        }

        Task<HttpResponseMessage> RollOverAsync(LiveProcess live) => http.PostAsync(new Uri(live.Address("leaderboard"), "/v1/leaderboards/ladder/seasonal/rollover"), null, TestContext.Current.CancellationToken);

        async Task PutAsync(LiveProcess live, string name, string document)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(live.Address("leaderboard"), $"/v1/policies/{name}?reason=a%20test")) { Content = new StringContent(document, Encoding.UTF8) };
            request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
            using HttpResponseMessage made = await http.SendAsync(request, TestContext.Current.CancellationToken);
            await made.JsonAsync(200);
        }

        async Task<JsonElement> GetAsync(LiveProcess live, string service, string path) =>
            JsonDocument.Parse(await http.GetStringAsync(new Uri(live.Address(service), path), TestContext.Current.CancellationToken)).RootElement;

        async Task<string[]> RewardsAsync(LiveProcess live, string player) => [.. (await GetAsync(live, "progression", $"/v1/players/{player}/rewards")).GetProperty("rewards").EnumerateArray()
            .Select(reward => reward.GetProperty("reward").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static string Name(JsonElement season) => season.GetProperty("period").GetString()!.Replace("~", "..", StringComparison.Ordinal);
}
