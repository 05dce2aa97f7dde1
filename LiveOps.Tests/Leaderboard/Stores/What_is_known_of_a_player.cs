using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Stores;

/// <summary>What an export tells of a player: ranks, past periods, hiding, leagues and live events, in every store.</summary>
public sealed class What_is_known_of_a_player
{
    private const string Policy = """{"boards":{"arena":{"graceSeconds":0,"keep":{"daily":1}}}}""";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task Nothing_of_a_player_never_seen_and_only_admins_are_told(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy, Noon, ("Operators:oz:Token", "the operator oz, no admin"), ("Operators:oz:Role", "operator"));
        Assert.Equal(
            """{"known":false,"ranks":[],"hidden":{"isHidden":false,"byOperator":false},"periods":[],"leagues":[],"liveEvents":[],"cutShort":[]}""",
            (await KnownAsync(host, "nobody")).GetRawText());
        Assert.False((await KnownAsync(host, "..")).GetProperty("known").GetBoolean()); // an id of before
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/known?player=a%20b", HttpMethod.Get));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/known", HttpMethod.Get));
        Assert.Equal("401 operator-required", await host.ProblemAsync("/v1/known?player=ann", token: null));
        Assert.Equal("403 not-permitted", await host.ProblemAsync("/v1/known?player=ann", token: "the operator oz, no admin"));
    }

    [Theory, Every<BoardStores>]
    public async Task Every_board_and_window_that_runs_and_every_past_period_that_is_kept(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy, Noon);
        foreach (int day in new[] { 0, 1, 2 })
        {
            host.Clock.UtcNow = Noon.AddDays(day);
            await host.ScoreAsync("ann", "arena", 30 + day);
            await host.ScoreAsync("bob", "arena", 20);
            await host.ScoreAsync("bob", "race", 40);
            await host.ScoreAsync("ann", "race", 10);
        }

        await host.RolledOverAsync();
        JsonElement known = await KnownAsync(host, "ann");
        Assert.True(known.GetProperty("known").GetBoolean());
        Assert.Equal(
            [
                "arena daily 2026-11-22 1 32", "arena weekly 2026-W47 1 32", "arena seasonal 2026-Q4 1 32", "arena all all 1 32",
                "race daily 2026-11-22 2 10", "race weekly 2026-W47 2 10", "race seasonal 2026-Q4 2 10", "race all all 2 10",
            ],
            Places(known, "ranks"));
        // Of the board that keeps one day the best of the day before are kept, and she is one of them.
        Assert.Equal(["arena daily 2026-11-21 1 31", "race daily 2026-11-21 2 10", "arena daily 2026-11-20 1 30", "race daily 2026-11-20 2 10"], Places(known, "periods").Select(Final));
        Assert.Equal("""{"isHidden":false,"byOperator":false}""", known.GetProperty("hidden").GetRawText());
        Assert.Equal(0, known.GetProperty("cutShort").GetArrayLength());
        await host.RestartAsync();
        Assert.Equal(known.GetRawText(), (await KnownAsync(host, "ann")).GetRawText());
    }

    [Theory, Every<BoardStores>]
    public async Task A_hidden_player_has_scores_and_no_ranks_and_those_behind_them_the_ranks_that_are_shown(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy, Noon);
        foreach (int day in new[] { 0, 1 })
        {
            host.Clock.UtcNow = Noon.AddDays(day);
            await host.ScoreAsync("ann", "arena", 30);
            await host.ScoreAsync("bob", "arena", 20);
        }

        await host.RolledOverAsync();
        await host.BlockAsync("ann", 1, TimeSpan.FromMinutes(15));
        JsonElement ann = await KnownAsync(host, "ann"), bob = await KnownAsync(host, "bob");
        Assert.Equal(["arena daily 2026-11-21 - 30", "arena weekly 2026-W47 - 30", "arena seasonal 2026-Q4 - 30", "arena all all - 30"], Places(ann, "ranks"));
        Assert.Equal(["arena daily 2026-11-20 - 30"], Places(ann, "periods").Select(Final));
        Assert.Equal($$"""{"isHidden":true,"byOperator":false,"blockedUntil":"{{host.Clock.UtcNow.AddMinutes(15):yyyy-MM-ddTHH:mm:ssZ}}"}""", ann.GetProperty("hidden").GetRawText());
        Assert.Equal("arena daily 2026-11-21 1 20", Places(bob, "ranks")[0]);
        Assert.Equal(["arena daily 2026-11-20 1 20"], Places(bob, "periods").Select(Final));
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/eve/hidden");
        Assert.Equal(
            """{"known":true,"ranks":[],"hidden":{"isHidden":true,"byOperator":true},"periods":[],"leagues":[],"liveEvents":[],"cutShort":[]}""",
            (await KnownAsync(host, "eve")).GetRawText());
    }

    [Theory, Every<BoardStores>]
    public async Task Live_events_that_count_entries_and_attempts(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        Answer put = await host.DocumentOf("live-events").PutAsync(
            """
            {"liveEvents":[
              {"id":"cup","opensAt":"2026-11-20T12:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{},"entry":{"mode":"join","maxEntrants":5,"maxAttempts":3}},
              {"id":"fun","opensAt":"2026-11-20T12:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{},"entry":{"mode":"open","maxAttempts":2}}]}
            """,
            "\"0\"", "a test");
        Assert.True(put.Status == 200, put.Body);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.StartsWith("200", await host.EnterAsync("cup", "ann"), StringComparison.Ordinal);
        await host.ScoreAsync("ann", "fun", 5);
        await host.ScoreAsync("ann", "fun", 6);
        await host.ScoreAsync("bob", "fun", 6);
        JsonElement known = await KnownAsync(host, "ann");
        Assert.Equal("""[{"liveEvent":"cup","attempts":0},{"liveEvent":"fun","attempts":2}]""", known.GetProperty("liveEvents").GetRawText());
        Assert.Equal(["fun seasonal fun 1 6"], Places(known, "ranks"));
    }

    [Theory, Every<BoardStores>]
    public async Task Nothing_of_an_erased_player(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy, Noon);
        foreach (int day in new[] { 0, 1, 2 })
        {
            host.Clock.UtcNow = Noon.AddDays(day);
            await host.ScoreAsync("ann", "arena", 30);
            await host.ScoreAsync("bob", "arena", 20);
        }

        await host.RolledOverAsync();
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden");
        await host.EraseAsync("ann");
        Assert.False((await KnownAsync(host, "ann")).GetProperty("known").GetBoolean());
        Assert.Equal(["arena daily 2026-11-21 1 20", "arena daily 2026-11-20 1 20"], Places(await KnownAsync(host, "bob"), "periods").Select(Final));
    }

    [Fact]
    public async Task A_player_plays_in_leagues_hidden_or_not()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory, """{"boards":{"ladder":{"graceSeconds":0}}}""", Noon);
        Answer put = await host.DocumentOf("leagues").PutAsync(
            """{"leagues":{"arena":{"board":"ladder","window":"daily","cohortSize":3,"divisions":["bronze","silver"],"promote":1,"relegate":1}}}""", "\"0\"", "a test");
        Assert.True(put.Status == 200, put.Body);
        await host.ScoreAsync("ann", "ladder", 30);
        await host.ScoreAsync("bob", "ladder", 20);
        JsonElement known = await KnownAsync(host, "ann");
        Assert.Equal(("arena", "bronze", 1, 30), League(known));
        Assert.Equal(0, (await KnownAsync(host, "cid")).GetProperty("leagues").GetArrayLength());
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden");
        JsonElement hidden = (await KnownAsync(host, "ann")).GetProperty("leagues")[0];
        Assert.Equal(("bronze", JsonValueKind.Null), (hidden.GetProperty("division").GetString(), hidden.GetProperty("rank").ValueKind));
        Assert.Equal(known.GetProperty("leagues")[0].GetProperty("cohort").GetString(), hidden.GetProperty("cohort").GetString());
        Assert.Equal("404 not-ranked", await host.ProblemAsync("/v1/leagues/arena/players/ann"));
        host.Clock.UtcNow = Noon.AddDays(1);
        await host.ScoreAsync("cid", "ladder", 10); // the day before is closed first
        Assert.Equal(("silver", JsonValueKind.Null), ((await KnownAsync(host, "bob")).GetProperty("leagues")[0].GetProperty("division").GetString(), (await KnownAsync(host, "bob")).GetProperty("leagues")[0].GetProperty("cohort").ValueKind));

        // A league that rests keeps who is in which division.
        Answer gone = await host.DocumentOf("leagues").PutAsync("{}", put.Tag, "no more leagues");
        Assert.True(gone.Status == 200, gone.Body);
        JsonElement rests = Assert.Single((await KnownAsync(host, "bob")).GetProperty("leagues").EnumerateArray());
        Assert.Equal(("arena", "silver"), (rests.GetProperty("league").GetString(), rests.GetProperty("division").GetString()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (rests.GetProperty("cohort").ValueKind, rests.GetProperty("period").ValueKind));
        Assert.Equal(0, (await KnownAsync(host, "eve")).GetProperty("leagues").GetArrayLength());
    }

    [Fact]
    public void What_is_too_much_is_cut_and_said()
    {
        KnownPlace[] places = [.. Enumerable.Range(1, KnownPlayer.Most + 5).Select(day => new KnownPlace("arena", WindowKind.Daily, new Period($"d{day}", day - 1, day), 1, 5, day))];
        KnownPlayer known = KnownPlayer.Of(places, null, places, [], Enumerable.Range(0, KnownPlayer.Most).Select(at => new KnownEntry($"e{at}", 0)));
        Assert.Equal(["ranks", "periods"], known.CutShort);
        Assert.Equal((KnownPlayer.Most, KnownPlayer.Most, KnownPlayer.Most), (known.Ranks.Count, known.Periods.Count, known.Entries.Count));
        Assert.Equal(("d1005", "d6"), (known.Periods[0].Period.Name, known.Periods[^1].Period.Name));
    }

    private static Task<JsonElement> KnownAsync(LeaderboardHost host, string player) => host.OperatorsAsync(HttpMethod.Get, "/v1/known?player=" + player);

    private static (string?, string?, int, int) League(JsonElement known)
    {
        JsonElement league = Assert.Single(known.GetProperty("leagues").EnumerateArray());
        return (league.GetProperty("league").GetString(), league.GetProperty("division").GetString(), league.GetProperty("rank").GetInt32(), league.GetProperty("score").GetInt32());
    }

    private static string[] Places(JsonElement known, string member) => [.. known.GetProperty(member).EnumerateArray().Select(place =>
        $"{place.GetProperty("board")} {place.GetProperty("window")} {place.GetProperty("period")} {(place.GetProperty("rank") is { ValueKind: JsonValueKind.Number } rank ? rank.GetInt32() : "-")} {place.GetProperty("score")}"
        + (place.TryGetProperty("final", out JsonElement final) ? $" {final.GetBoolean()}" : ""))];

    private static string Final(string place) => place.EndsWith(" True", StringComparison.Ordinal) ? place[..^5] : "not final: " + place;
}
