using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Windows;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Leaderboard.EarnedRewards;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

/// <summary>Boards, entries and multipliers for a time, in every store.</summary>
public sealed class Live_events
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task A_board_takes_scores_between_opening_and_close_and_then_has_champions_and_rewards(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await PutAsync(host, """
            {"id":"cup","title":"The cup","opensAt":"2026-11-20T13:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{"name":"cup-board","operator":"sum"},
             "rewards":[{"ranks":"1","reward":"gold"},{"ranks":"2-10","reward":"silver"}]}
            """);
        Assert.Equal("coming", (await host.JsonAsync("/v1/live-events/cup")).GetProperty("status").GetString());
        await host.ScoreAsync("ann", "cup-board", 1000); // too early
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/cup-board/seasonal"));
        host.Clock.UtcNow = Noon.AddHours(1);
        await host.ScoreAsync("ann", "cup-board", 5, Noon); // when the client says it was is not asked
        await host.ScoreAsync("ann", "cup-board", 5, id: "same");
        await host.ScoreAsync("ann", "cup-board", 5, id: "same");
        await host.ScoreAsync("bob", "cup-board", 7);
        Assert.Equal("1 ann 10, 2 bob 7", await host.RanksAsync("/v1/leaderboards/cup-board/seasonal"));
        Assert.Equal("404 unknown-window", await host.ProblemAsync("/v1/leaderboards/cup-board/daily"));
        await host.RestartAsync();
        JsonElement running = await host.JsonAsync("/v1/live-events/cup");
        Assert.Equal(("running", 2, 2, false), (running.GetProperty("status").GetString(), running.GetProperty("entrants").GetInt32(), running.GetProperty("total").GetInt32(), running.GetProperty("final").GetBoolean()));
        host.Clock.UtcNow = Noon.AddHours(2);
        await host.ScoreAsync("bob", "cup-board", 1000, Noon.AddHours(1.5)); // too late
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        await host.RolledOverAsync();
        Assert.Equal(["cup:gold ann", "cup:silver bob"], await ToldAsync(host, 2));
        JsonElement over = await host.JsonAsync("/v1/live-events/cup");
        Assert.Equal(("over", 2, true), (over.GetProperty("status").GetString(), over.GetProperty("total").GetInt32(), over.GetProperty("final").GetBoolean()));
        Assert.Equal("/v1/leaderboards/cup-board/seasonal/history/cup", over.GetProperty("board").GetProperty("page").GetString());
        Assert.Equal("1 ann 10, 2 bob 7", await host.RanksAsync(over.GetProperty("board").GetProperty("page").GetString()!));
        Assert.Equal(2, (await host.JsonAsync("/v1/leaderboards/cup-board/hall-of-fame")).GetProperty("champions").GetArrayLength());
        await host.RestartAsync();
        await host.RolledOverAsync();
        Assert.Equal(["cup:gold ann", "cup:silver bob"], Told(host));
    }

    [Theory, Every<BoardStores>]
    public async Task Whoever_is_blocked_enters_nothing_and_takes_nobodys_place(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await PutAsync(host, """{"id":"cup","opensAt":"2026-11-20T13:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{},"entry":{"mode":"join","maxEntrants":1}}""");
        await host.BlockAsync("ann", 1, TimeSpan.FromMinutes(15));
        Assert.Equal("403 player-blocked", await host.EnterAsync("cup", "ann"));
        Assert.Equal(0, (await host.JsonAsync("/v1/live-events/cup")).GetProperty("entrants").GetInt32());
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.StartsWith("200 ann", await host.EnterAsync("cup", "ann"), StringComparison.Ordinal);
        await host.BlockAsync("bob", 2, TimeSpan.FromMinutes(15));
        await host.BlockAsync("bob", 3, null);
        Assert.Equal("409 live-event-full", await host.EnterAsync("cup", "bob"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_period_that_the_board_had_before_takes_nothing_of_the_event(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("eve", "cup", 1000); // before any document names the board
        await PutAsync(host, """{"id":"cup","opensAt":"2026-11-20T12:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{},"rewards":[{"ranks":"1","reward":"gold"}]}""");
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/cup/seasonal"));
        Assert.Equal(400, (await host.DocumentOf("boards").PutAsync("""{"boards":{"cup":{}}}""", "\"0\"", "the event's")).Status);
        await host.ScoreAsync("ann", "cup", 5);
        Assert.Equal("1 ann 5", await host.RanksAsync("/v1/leaderboards/cup/seasonal"));
        await host.RestartAsync();
        await host.ScoreAsync("bob", "cup", 7);
        Assert.Equal("1 bob 7, 2 ann 5", await host.RanksAsync("/v1/leaderboards/cup/seasonal"));
        host.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(["cup:gold bob"], await ToldAsync(host, 1));
        Assert.Equal("1 bob 7, 2 ann 5", await host.RanksAsync("/v1/leaderboards/cup/seasonal/history/cup"));
    }

    [Theory, Every<BoardStores>]
    public async Task Entrants_and_attempts_are_counted_once_each_and_what_exceeds_changes_nothing(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await PutAsync(host, """
            {"id":"joined","opensAt":"2026-11-20T13:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{},"entry":{"mode":"join","maxEntrants":2,"maxAttempts":2}},
            {"id":"open","opensAt":"2026-11-20T13:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{"operator":"last"},"entry":{"mode":"open","maxEntrants":2}}
            """);
        Assert.Equal("200 ann 0 2", await host.EnterAsync("joined", "ann"));
        host.Clock.UtcNow = Noon.AddHours(1);
        foreach (string player in new[] { "ann", "bob", "cid" })
        {
            await host.ScoreAsync(player, "joined", 10);
            await host.ScoreAsync(player, "open", 10);
        }

        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/joined/seasonal"));
        Assert.Equal("1 ann 10, 2 bob 10", await host.RanksAsync("/v1/leaderboards/open/seasonal"));
        Assert.Equal("200 bob 0 2", await host.EnterAsync("joined", "bob", """{"event":"joined","playerId":"bob"}"""));
        Assert.Equal("409 live-event-full", await host.EnterAsync("joined", "cid"));
        Assert.Equal("200 ann 1 1", await host.EnterAsync("joined", "ann"));
        await host.ScoreAsync("ann", "joined", 20, id: "one");
        await host.ScoreAsync("ann", "joined", 20, id: "one");
        await host.RestartAsync();
        await host.ScoreAsync("ann", "joined", 20, id: "one");
        await host.ScoreAsync("ann", "joined", 30);
        await host.ScoreAsync("bob", "joined", 15);
        await host.ScoreAsync("ann", "open", 3);
        Assert.Equal("1 ann 20, 2 bob 15", await host.RanksAsync("/v1/leaderboards/joined/seasonal"));
        Assert.Equal("1 bob 10, 2 ann 3", await host.RanksAsync("/v1/leaderboards/open/seasonal"));
        Assert.Equal((2, 3L), await CountsAsync(host, "joined"));
        Assert.Equal((2, 3L), await CountsAsync(host, "open"));

        await host.EraseAsync("ann");
        Assert.Equal((1, 1L), await CountsAsync(host, "joined"));
        Assert.Equal("200 cid 0 2", await host.EnterAsync("joined", "cid"));
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.RolledOverAsync();
        Assert.Equal("409 live-event-closed", await host.EnterAsync("joined", "dan"));
        Assert.Equal((2, 1L), await CountsAsync(host, "joined"));
    }

    [Theory, Every<BoardStores>]
    public async Task What_runs_is_kept_and_what_is_over_stays_over(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{}}}""", Noon);
        const string Running = """{"id":"now","opensAt":"2026-11-20T11:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{}}""";
        await PutAsync(host, Running);
        await host.ScoreAsync("ann", "now", 5);
        foreach (string refused in new[]
        {
            "",
            Running.Replace("\"board\":{}", "\"board\":{\"name\":\"other\"}", StringComparison.Ordinal),
            Running.Replace("T14", "T11:30", StringComparison.Ordinal).Replace("11:30:00:00", "11:30:00", StringComparison.Ordinal),
            Running + """,{"id":"next","opensAt":"2026-11-21T11:00:00Z","closesAt":"2026-11-21T14:00:00Z","board":{"name":"arena"}}""",
        })
        {
            Assert.Equal("400 invalid-policy", (await host.DocumentOf("live-events").PutAsync($$"""{"liveEvents":[{{refused}}]}""", "\"1\"", "no")).Problem);
        }

        Answer longer = await host.DocumentOf("live-events").PutAsync($$"""{"liveEvents":[{{Running.Replace("T14", "T15", StringComparison.Ordinal)}}]}""", "\"1\"", "longer");
        Assert.Contains("now closes at 2026-11-20T15:00:00Z, not 2026-11-20T14:00:00Z", longer.Body, StringComparison.Ordinal);
        await host.RolledOverAsync();
        host.Clock.UtcNow = Noon.AddHours(2.5);
        await host.ScoreAsync("bob", "now", 7);
        Assert.Equal("1 bob 7, 2 ann 5", await host.RanksAsync("/v1/leaderboards/now/seasonal"));
        using (HttpResponseMessage early = await host.TryRollOverAsync("now", "seasonal"))
            Assert.Equal(409, (int)early.StatusCode);
        host.Clock.Advance(TimeSpan.FromHours(1.5));
        await host.RolledOverAsync();
        Assert.Equal("400 invalid-policy", (await host.DocumentOf("live-events").PutAsync($$"""{"liveEvents":[{{Running.Replace("T14", "T20", StringComparison.Ordinal)}}]}""", "\"2\"", "again")).Problem);
        Assert.Equal(200, (await host.DocumentOf("live-events").PutAsync("""{"liveEvents":[]}""", "\"2\"", "none")).Status);
        Assert.Equal("404 unknown-live-event", await host.ProblemAsync("/v1/live-events/now"));
    }

    [Theory, Every<BoardStores>]
    public async Task The_bus_is_told_what_is_multiplied_before_a_change_is_answered_with_all_that_is_to_come(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"racers":{"counter":"races"}}}""", Noon);
        await PutAsync(host, """
            {"id":"double","opensAt":"2026-11-20T13:00:00Z","closesAt":"2026-11-20T14:00:00Z","multipliers":{"xp_gained":2,"counter_added":1.5}},
            {"id":"triple","opensAt":"2026-11-20T13:30:00Z","closesAt":"2026-11-20T15:00:00Z","multipliers":{"xp_gained":3}}
            """);
        EventMultipliers said = Said(host);
        Assert.Equal([100, 200, 200, 300, 300, 100], new[] { 12.9, 13, 13.4, 13.5, 14.9, 15 }.Select(hour => said.Of(EventType.XpGained, UnixTicks.Of(Noon.AddHours(hour - 12)))));
        await host.CountAsync("ann", "races", 3);
        host.Clock.UtcNow = Noon.AddHours(1);
        await host.CountAsync("ann", "races", 3);
        await host.CountAsync("bob", "races", -3);
        Assert.Equal("1 ann 7, 2 bob -3", await host.RanksAsync("/v1/leaderboards/racers/all"));
        Answer off = await host.DocumentOf("live-events").PutAsync("""{"liveEvents":[{"id":"double","opensAt":"2026-11-20T13:00:00Z","closesAt":"2026-11-20T13:00:45Z","multipliers":{"xp_gained":2,"counter_added":1.5}}]}""", "\"1\"", "over");
        Assert.True(off.Status == 200, off.Body);
        Assert.Equal(100, Said(host).Of(EventType.XpGained, UnixTicks.Of(Noon.AddHours(1.75))));
        Assert.Equal(200, Said(host).Of(EventType.XpGained, UnixTicks.Of(Noon.AddHours(1))));
    }

    [Fact]
    public async Task The_calendar_is_paged_and_says_what_runs_comes_and_was()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory, now: Noon);
        await PutAsync(host, string.Join(',', Enumerable.Range(15, 10).Select(day => $$"""{"id":"d{{day}}","opensAt":"2026-11-{{day}}T00:00:00Z","closesAt":"2026-11-{{day + 1}}T00:00:00Z"}""")));
        Assert.Equal("d15 over, d16 over, d17 over, d18 over, d19 over, d20 running, d21 coming, d22 coming, d23 coming, d24 coming", await ListAsync("/v1/live-events"));
        Assert.Equal("d20 running", await ListAsync("/v1/live-events?status=running"));
        Assert.Equal("d22 coming, d23 coming", await ListAsync("/v1/live-events?status=coming&offset=1&limit=2"));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/live-events?status=some"));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/live-events?limit=0"));
        Assert.Equal("404 unknown-live-event", await host.ProblemAsync("/v1/live-events/other"));
        Assert.Equal("200 ann 0", await host.EnterAsync("d20", "ann")); // limits nothing: who is there is in it
        Assert.Equal("401 bad-signature", await host.EnterAsync("d20", "ann", secret: "another-signing-secret-of-32-bytes-x"));
        Assert.Equal("400 malformed-body", await host.EnterAsync("d20", "ann", """{"id":"e1"}"""));
        Assert.Equal("400 malformed-body", await host.EnterAsync("d20", "ann", "")); // a signature of the game's that is bound to nothing
        Assert.Equal("400 malformed-body", await host.EnterAsync("d20", "ann", """{"event":"d20"}"""));
        Assert.Equal("400 invalid-parameter", await host.EnterAsync("d20", "ann", """{"event":"d21","playerId":"ann"}"""));
        Assert.Equal("404 unknown-live-event", await host.EnterAsync("other", "ann"));

        async Task<string> ListAsync(string path) =>
            string.Join(", ", (await host.JsonAsync(path)).GetProperty("liveEvents").EnumerateArray().Select(live => $"{live.GetProperty("id").GetString()} {live.GetProperty("status").GetString()}"));
    }

    private static async Task PutAsync(LeaderboardHost host, string events)
    {
        Answer made = await host.DocumentOf("live-events").PutAsync($$"""{"liveEvents":[{{events}}]}""", "\"0\"", "events");
        Assert.True(made.Status == 200, made.Body);
        await host.RolledOverAsync();
    }

    private static async Task<(int Entrants, long Attempts)> CountsAsync(LeaderboardHost host, string live)
    {
        JsonElement one = await host.JsonAsync($"/v1/live-events/{live}");
        return (one.GetProperty("entrants").GetInt32(), one.GetProperty("attempts").GetInt64());
    }

    private static EventMultipliers Said(LeaderboardHost host) =>
        EventMultipliers.TryRead(host.Bus.Said.Last(message => message.Kind == BusMessageKind.LiveEvents).Payload.Span, out EventMultipliers said) ? said : throw new InvalidDataException();
}
