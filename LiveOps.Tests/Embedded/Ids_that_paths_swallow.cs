using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.Leaderboard.Policies;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Embedded;

/// <summary><c>.</c> and <c>..</c>: every client takes them out of a path, so nothing that is called so could be asked for, or got rid of.</summary>
public sealed class Ids_that_paths_swallow
{
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task They_are_refused_at_the_door_as_every_kind_of_id(string dots)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        string[] events = [live.Xp(dots, 1), live.Xp("ada", 1, dots), live.Boss("ada", dots), live.Item("ada", dots, 1), live.Score("ada", dots, 1)];
        foreach (string e in events)
        {
            using HttpResponseMessage refused = await live.SendAsync(e);
            string? detail = (await refused.ProblemAsync(400, "invalid-event")).GetProperty("rejected")[0].GetProperty("detail").GetString();
            Assert.EndsWith("must be 1 to 64 characters of [A-Za-z0-9_.:-], and not . or ...", detail, StringComparison.Ordinal);
        }

        using HttpResponseMessage request = await live.SendAsync(live.Xp("ada", 1), dots);
        await request.ProblemAsync(400, "invalid-parameter");
        byte[] rules = Encoding.UTF8.GetBytes($$$"""{"rewards":[{"reward":"{{{dots}}}","when":[{"level":2}]}]}""");
        Assert.Throws<PolicyException>(() => RulesReader.ParseNew(rules));
        RulesReader.Parse(rules); // as it may lie in an older data folder
        byte[] boards = Encoding.UTF8.GetBytes("{\"boards\":{\"" + dots + "\":{}}}");
        Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.ReadNew(boards));
        LeaderboardPolicyReader.Read(boards);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_an_older_gateway_accepted_can_be_hidden_shown_removed_and_erased(string dots)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var bus = live.Services("gateway").GetRequiredService<IEventBus>();
        await bus.PublishAsync(TestEvent.Batch(TestEvent.Score(dots, "arena", 9), TestEvent.Score("ada", "arena", 5), TestEvent.Score(dots, dots, 3), TestEvent.Xp(dots, 7) with { Id = dots }), CancellationToken.None);
        await RankedAsync(live, dots, "ada");

        await DoAsync(live, "leaderboard", "/v1/leaderboards/hide", new { playerId = dots });
        await RankedAsync(live, "ada");
        await live.RestartAsync();
        await RankedAsync(live, "ada");
        await DoAsync(live, "leaderboard", "/v1/leaderboards/show", new { playerId = dots });
        await RankedAsync(live, dots, "ada");
        await DoAsync(live, "leaderboard", "/v1/leaderboards/remove", new { board = "arena", window = "all", playerId = dots });
        await RankedAsync(live, "ada");
        await DoAsync(live, "leaderboard", "/v1/leaderboards/remove", new { board = dots, window = "all", playerId = dots });
        using (HttpResponseMessage dropped = await live.OperateAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/drop", new { board = dots }))
            Assert.Equal(dots, (await dropped.JsonAsync(200)).GetProperty("board").GetString());
        Assert.Equal(["arena"], (await live.JsonAsync("leaderboard", "/v1/leaderboards")).GetProperty("boards").EnumerateArray().Select(board => board.GetProperty("board").GetString()));
        using (HttpResponseMessage exported = await live.OperateAsync(HttpMethod.Post, "progression", "/v1/players/export", new { playerId = dots }))
        {
            JsonElement export = await exported.JsonAsync(200);
            Assert.Equal((dots, 7), (export.GetProperty("playerId").GetString(), export.GetProperty("xp").GetInt32()));
        }

        await DoAsync(live, "progression", "/v1/players/erase", new { playerId = dots });
        // Each service erases in its own time.
        for (var patience = new Patience(); ; await Task.Delay(5, TestContext.Current.CancellationToken))
        {
            using HttpResponseMessage gone = await live.OperateAsync(HttpMethod.Post, "progression", "/v1/players/export", new { playerId = dots });
            if (gone.StatusCode != HttpStatusCode.OK || patience.IsOver)
            {
                await gone.ProblemAsync(404, "unknown-player");
                break;
            }
        }

        IServiceProvider fairness = live.Services("fairness");
        long now = fairness.GetRequiredService<TimeProvider>().UnixTicks();
        await fairness.GetRequiredService<IFairnessStore>().DecideAsync(new OperatorAction(dots, now, now + TimeSpan.TicksPerHour, "ann", "before"), CancellationToken.None); // no path names them
        using (HttpResponseMessage lifted = await live.OperateAsync(HttpMethod.Post, "fairness", "/v1/players/unblock", new { playerId = dots, reason = "tested" }))
            Assert.Equal("ok", (await lifted.JsonAsync(200)).GetProperty("status").GetString());
        JsonElement decided = (await live.JsonAsync("fairness", "/v1/audit", LiveSystem.OperatorToken)).GetProperty("entries")[0];
        Assert.Equal((dots, "tested"), (decided.GetProperty("playerId").GetString(), decided.GetProperty("reason").GetString()));
        Assert.DoesNotContain($"\"playerId\":\"{dots}\"", (await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/daily")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calls_that_carry_ids_in_their_bodies_are_the_operators_and_say_what_they_take()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        foreach ((string service, string path) in new[] { ("leaderboard", "/v1/leaderboards/hide"), ("leaderboard", "/v1/leaderboards/show"), ("leaderboard", "/v1/leaderboards/remove"), ("leaderboard", "/v1/leaderboards/drop"), ("progression", "/v1/players/export"), ("progression", "/v1/players/erase"), ("fairness", "/v1/players/unblock") })
        {
            using (HttpResponseMessage refused = await live.OperateAsync(HttpMethod.Post, service, path, new { playerId = "ada" }, token: null))
                await refused.ProblemAsync(401, "operator-required");
            foreach (object body in new object[] { new { }, new { playerId = 1 }, new { playerId = "a/b" }, new { playerId = "ada", board = "arena", window = "all", more = "" } })
            {
                using HttpResponseMessage refused = await live.OperateAsync(HttpMethod.Post, service, path, body);
                Assert.Contains(" Send {\"", (await refused.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
            }

            using HttpResponseMessage large = await live.OperateAsync(HttpMethod.Post, service, path, new { playerId = new string('x', 5000) });
            await large.ProblemAsync(413, "payload-too-large");
        }
    }

    private static async Task RankedAsync(LiveSystem live, params string[] players) =>
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("playerId").GetString()).SequenceEqual(players));

    private static async Task DoAsync(LiveSystem live, string service, string path, object body)
    {
        using HttpResponseMessage done = await live.OperateAsync(HttpMethod.Post, service, path, body);
        Assert.True((int)done.StatusCode == 204, await done.Content.ReadAsStringAsync());
    }
}
