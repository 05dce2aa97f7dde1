using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Policies;

/// <summary>Seasons that are closed stay so; seasons that are cancelled have no champions.</summary>
public sealed class Seasons_that_are_over
{
    private const string Page = "/v1/leaderboards/league/seasonal", Closed = "the season s1 of league is closed, and what is closed is not opened again: what follows it needs an id of its own";

    [Theory, Every<BoardStores>]
    public async Task A_season_that_is_closed_is_not_extended_and_whoever_asks_for_it_is_told(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        Answer made = await host.Document.PutAsync(Season("2026-11-30"), "\"0\"", "a season");
        await host.ScoreAsync("ann", "league", 10);
        host.Clock.Advance(new DateTimeOffset(2026, 11, 30, 0, 3, 0, TimeSpan.Zero) - host.Clock.UtcNow); // within the grace
        Answer told = await host.Document.SendAsync(HttpMethod.Post, "/validate", Season("2026-12-31"));
        Assert.Equal("season s1 of league is extended: it runs until 2026-12-31T00:00:00Z, not 2026-11-30T00:00:00Z; it had ended, and what was scored since then does not count in it", told.Json.GetProperty("effects")[0].GetString());
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await host.RolledOverAsync();

        foreach (Answer refused in new[]
        {
            await host.Document.SendAsync(HttpMethod.Post, "/validate", Season("2026-12-31")),
            await host.Document.PutAsync(Season("2026-12-31"), made.Tag, "too late"),
            await host.Document.PutAsync(Season("2026-12-31", "s0\",\"opensAt\":\"2026-10-01\",\"closesAt\":\"2026-11-01\"},{\"id\":\"s1"), made.Tag, "too late"),
        })
        {
            Assert.Equal("400 invalid-policy", refused.Problem);
            JsonElement fault = Assert.Single(refused.Json.GetProperty("faults").EnumerateArray());
            Assert.Equal(Closed, fault.GetProperty("reason").GetString());
            Assert.StartsWith("/boards/league/seasons/", fault.GetProperty("pointer").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(made.Tag, (await host.Document.GetAsync("")).Tag);
        // Another id follows it, also one that begins when it did.
        Assert.Equal(200, (await host.Document.PutAsync(Season("2026-12-31", "s2"), made.Tag, "the next")).Status);
        await host.RolledOverAsync();
        await host.ScoreAsync("bob", "league", 5);
        Assert.Equal("1 bob 5", await host.RanksAsync(Page));
        Assert.Equal("1 ann 10", await host.RanksAsync(Page + "/history/s1"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_file_that_extends_a_closed_season_is_refused_and_the_one_before_it_runs_on(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Season("2026-11-30"), new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await host.ScoreAsync("ann", "league", 10);
        host.Clock.Advance(TimeSpan.FromDays(11));
        await host.RolledOverAsync();
        if (stores != BoardStores.Memory)
            await host.KeptAsync();
        host.WritePolicy(Season("2026-12-31"));
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        await RefusedAsync();
        await host.RestartAsync();
        await RefusedAsync();
        await host.ScoreAsync("bob", "league", 5);
        Assert.Equal("1 ann 10", await host.RanksAsync(Page + "/history/s1"));
        host.WritePolicy(Season("2026-12-31", "s2"));
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        for (var patience = new Patience(); (await host.JsonAsync(Page)).GetProperty("period").GetString() != "s2"; await Task.Delay(1, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "s2 never ran");
        Assert.DoesNotContain("policy", await host.TextAsync("/readyz"), StringComparison.Ordinal);

        async Task RefusedAsync()
        {
            for (var patience = new Patience(); !(await host.TextAsync("/readyz")).Contains(Closed, StringComparison.Ordinal); await Task.Delay(1, TestContext.Current.CancellationToken))
                Assert.False(patience.IsOver, await host.TextAsync("/readyz"));
            Assert.Equal(JsonValueKind.Null, (await host.JsonAsync(Page)).GetProperty("period").ValueKind);
        }
    }

    [Theory, Every<BoardStores>]
    public async Task A_season_that_is_cancelled_ends_at_once_without_champions_and_stays_to_be_read(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        Answer made = await host.Document.PutAsync(Season("2026-11-30"), "\"0\"", "a season");
        await host.ScoreAsync("ann", "league", 10);
        await host.ScoreAsync("bob", "league", 20);
        string cancel = Season("2026-11-30", "s1\",\"cancelled\":true,\"opensAt\":\"2026-11-01\",\"closesAt\":\"2026-11-30\"},{\"id\":\"s2", opens: "2026-11-15");
        Answer done = await host.Document.PutAsync(cancel, made.Tag, "a broken map");
        Assert.Equal(200, done.Status);
        Assert.StartsWith("season s1 of league is cancelled: it has ended at 2026-11-20T12:00:0", done.Json.GetProperty("effects")[0].GetString(), StringComparison.Ordinal);
        await host.RolledOverAsync();
        await host.ScoreAsync("ann", "league", 30, occurred: new DateTimeOffset(2026, 11, 20, 11, 59, 59, TimeSpan.Zero)); // on its way: too late
        await host.ScoreAsync("cid", "league", 1);
        Assert.Equal("1 cid 1", await host.RanksAsync(Page));
        await host.RestartAsync();
        JsonElement past = await host.JsonAsync(Page + "/history/s1");
        Assert.True(past.GetProperty("final").GetBoolean() && past.GetProperty("cancelled").GetBoolean());
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Page + "/history/s1"));
        Assert.True((await host.JsonAsync(Page + "/history")).GetProperty("periods")[0].GetProperty("cancelled").GetBoolean());
        Assert.Empty((await host.JsonAsync("/v1/leaderboards/league/hall-of-fame")).GetProperty("champions").EnumerateArray());

        // What is cancelled stays so; the document may go on saying it, and may not take it back.
        Assert.Equal("400 invalid-policy", (await host.Document.PutAsync(Season("2026-11-30"), done.Tag, "after all")).Problem);
        Assert.Equal(200, (await host.Document.SendAsync(HttpMethod.Post, "/validate", cancel)).Status);
        host.Clock.Advance(TimeSpan.FromDays(15));
        await host.RolledOverAsync();
        Assert.Equal("cid", (await host.JsonAsync("/v1/leaderboards/league/hall-of-fame?window=seasonal")).GetProperty("champions")[0].GetProperty("playerId").GetString());
        Answer late = await host.Document.SendAsync(HttpMethod.Post, "/validate", Season("2026-11-30", "s2\",\"cancelled\":true,\"opensAt\":\"2026-11-15\",\"closesAt\":\"2026-11-30\"},{\"id\":\"s3", opens: "2026-11-28"));
        Assert.Equal("the season s2 of league is closed, with its champions, and cannot be cancelled any more", late.Json.GetProperty("faults")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void A_season_that_is_moved_by_less_than_a_second_is_not_told_as_moved_from_a_time_to_the_same()
    {
        var was = new Period("s1", 0, UnixTicks.Of(new DateTime(2026, 11, 20, 12, 0, 5, DateTimeKind.Utc)) + 5_000_000);
        Period now = was with { Closes = was.Closes - 1_000_000 };
        foreach (string text in new[] { new MovedSeason("league", was, now, Cancelled: true).Text(now.Closes), new MovedSeason("league", was, now).Text(now.Closes), new MovedSeason("league", was, now).Text(0) })
            Assert.Equal(text.IndexOf("2026-11-20T12:00:05Z", StringComparison.Ordinal), text.LastIndexOf("2026-11-20T12:00:05Z", StringComparison.Ordinal));
        Assert.Contains("not 2026-11-20T12:00:05Z", new MovedSeason("league", was, was with { Closes = was.Closes - TimeSpan.TicksPerMinute }).Text(0), StringComparison.Ordinal);
    }

    private static string Season(string end, string id = "s1", string opens = "2026-11-01") => $$$$"""{"boards":{"league":{"seasons":[{"id":"{{{{id}}}}","opensAt":"{{{{opens}}}}","closesAt":"{{{{end}}}}"}]}}}""";
}
