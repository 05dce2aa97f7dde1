using System.Globalization;
using System.Net;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Endpoints;

/// <summary>One system for all tests here: each has players of its own, and leaves the policy as it was.</summary>
public sealed class FairnessSystem : IAsyncLifetime
{
    private readonly TempFolder _policies = new();

    public ManualClock Clock { get; } = new();

    public LiveSystem Live { get; private set; } = null!;

    public string PolicyFile => _policies.File("fairness.json");

    public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync(Clock, ("POLICY_DIR", _policies.File("")));

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        _policies.Dispose();
    }
}

public sealed class Fairness_over_HTTP(FairnessSystem shared) : IClassFixture<FairnessSystem>
{
    private readonly LiveSystem _system = shared.Live;
    private readonly ManualClock _clock = shared.Clock;

    [Fact]
    public async Task A_player_never_seen_is_ok()
    {
        JsonElement standing = await _system.JsonAsync("fairness", "/v1/players/nobody/standing");
        Assert.Equal("""{"playerId":"nobody","status":"ok"}""", standing.GetRawText());
        Assert.Equal("""{"playerId":"nobody","status":"ok","flags":[]}""", (await _system.JsonAsync("fairness", "/v1/players/nobody/standing", LiveSystem.OperatorToken)).GetRawText());
        Assert.Equal(HttpStatusCode.BadRequest, (await _system.GetAsync("fairness", "/v1/players/no%20id/standing")).StatusCode);
    }

    [Fact]
    public async Task One_players_flood_and_cheat_are_refused_item_by_item_and_cost_the_others_nothing()
    {
        string[] events = [.. Enumerable.Repeat(0, 101).Select(_ => _system.Xp("flood", 1)), _system.Xp("cheat", 100_001), _system.Xp("honest", 10)];
        (HttpStatusCode status, JsonElement answer) = await SendAsync(events);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(101, answer.GetProperty("accepted").GetInt32());
        JsonElement[] rejected = [.. answer.GetProperty("rejected").EnumerateArray()];
        Assert.Equal([(100, 429), (101, 403)], rejected.Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("status").GetInt32())));
        Assert.Equal(1, rejected[0].GetProperty("retryAfter").GetInt32());
        Assert.EndsWith("/rate-limited", rejected[0].GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/implausible-event", rejected[1].GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_flags_block_with_a_reason_through_a_restart_until_the_time_is_over()
    {
        for (int i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(_system.Xp("third", 200_000))).Status);
        (HttpStatusCode status, JsonElement problem) = await SendAsync(_system.Xp("third", 1));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.EndsWith("/player-blocked", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("3 flags within 600 s", problem.GetRawText(), StringComparison.Ordinal);

        JsonElement standing = await _system.JsonAsync("fairness", "/v1/players/third/standing", LiveSystem.OperatorToken);
        Assert.Equal("blocked", standing.GetProperty("status").GetString());
        Assert.EndsWith("Z", standing.GetProperty("until").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, standing.GetProperty("flags").GetArrayLength());
        Assert.Equal(["playerId", "rule", "eventId", "observed", "expected", "at"], standing.GetProperty("flags")[0].EnumerateObject().Select(member => member.Name));

        await _system.RestartAsync();
        Assert.Equal(standing.GetRawText(), (await _system.JsonAsync("fairness", "/v1/players/third/standing", LiveSystem.OperatorToken)).GetRawText());
        _clock.UtcNow += TimeSpan.FromMinutes(16);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(_system.Xp("third", 1))).Status);
        Assert.Equal("ok", (await _system.JsonAsync("fairness", "/v1/players/third/standing")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_cheat_reads_status_time_and_reason_and_nothing_of_what_was_seen_or_looked_for()
    {
        await _system.AcceptAsync(_system.Xp("curious", 1));
        await _system.EventuallyAsync("progression", "/v1/players/curious", _ => true);
        for (int i = 0; i < 3; i++)
            await SendAsync(_system.Xp("curious", 200_000));
        JsonElement summary = await _system.JsonAsync("gateway", "/v1/players/curious/summary", LiveSystem.OperatorToken);
        JsonElement standing = summary.GetProperty("standing");
        Assert.Equal(["playerId", "status", "until", "reason"], standing.EnumerateObject().Select(member => member.Name));
        Assert.Equal("3 flags within 600 s", standing.GetProperty("reason").GetString());
        foreach (string? token in (string?[])[null, "wrong"])
            Assert.Equal(standing.GetRawText(), (await _system.JsonAsync("fairness", "/v1/players/curious/standing", token)).GetRawText());
        (_, JsonElement refused) = await SendAsync(_system.Xp("curious", 1));
        Assert.DoesNotContain("xp-amount", refused.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_far_above_the_best_is_accepted_and_flagged()
    {
        for (int i = 0; i < 10; i++)
            await _system.AcceptAsync(_system.Score("jump", "arena", 100 + i));
        await _system.AcceptAsync(_system.Score("jump", "arena", 5000, id: "jump"));
        JsonElement standing = await _system.EventuallyAsync("fairness", "/v1/players/jump/standing", json => json.GetProperty("flags").GetArrayLength() > 0, LiveSystem.OperatorToken);
        Assert.Equal(("ok", "score-jump", "jump"), (standing.GetProperty("status").GetString(), standing.GetProperty("flags")[0].GetProperty("rule").GetString(), standing.GetProperty("flags")[0].GetProperty("eventId").GetString()));
    }

    [Theory]
    [InlineData("""{"seconds":60,"reason":"chargeback"}""")]
    [InlineData("""{"duration":"PT1M","reason":"chargeback"}""")]
    [InlineData("""{"until":"UNTIL","reason":"chargeback"}""")]
    public async Task An_operator_blocks_for_a_time_and_lifts(string body)
    {
        string player = LiveSystem.NewId("blocked"), now = Text(0), until = Text(60);
        body = body.Replace("UNTIL", until, StringComparison.Ordinal);
        using HttpResponseMessage blocked = await _system.OperateAsync(HttpMethod.Put, "fairness", $"/v1/players/{player}/block", JsonDocument.Parse(body).RootElement);
        Assert.Equal($$"""{"playerId":"{{player}}","status":"blocked","until":"{{until}}","reason":"chargeback","flags":[]}""", await TextAsync(blocked));
        (HttpStatusCode status, JsonElement problem) = await SendAsync(_system.Xp(player, 1));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("chargeback", problem.GetRawText(), StringComparison.Ordinal);

        using HttpResponseMessage lifted = await _system.OperateAsync(HttpMethod.Delete, "fairness", $"/v1/players/{player}/block?reason=a%20mistake");
        Assert.Equal($$"""{"playerId":"{{player}}","status":"ok","flags":[]}""", await TextAsync(lifted));
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(_system.Xp(player, 1))).Status);

        using HttpResponseMessage audit = await _system.OperateAsync(HttpMethod.Get, "fairness", $"/v1/audit?player={player}");
        JsonElement entries = JsonDocument.Parse(await TextAsync(audit)).RootElement.GetProperty("entries");
        Assert.Equal(
            [$"{now} {player} lift operator a mistake", $"{now} {player} block operator chargeback {until}"],
            entries.EnumerateArray().Select(entry => string.Join(' ', new[] { "at", "playerId", "action", "by", "reason", "until" }.Where(name => entry.TryGetProperty(name, out _)).Select(name => entry.GetProperty(name).GetString()))));

        string Text(int seconds) => _clock.UtcNow.UtcDateTime.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"seconds":60}""")]
    [InlineData("""{"reason":"why"}""")]
    [InlineData("""{"seconds":0,"reason":"why"}""")]
    [InlineData("""{"seconds":9223372036854775807,"reason":"why"}""")]
    [InlineData("""{"seconds":60,"duration":"PT1M","reason":"why"}""")]
    [InlineData("""{"duration":"soon","reason":"why"}""")]
    [InlineData("""{"until":"2020-01-01T00:00:00Z","reason":"why"}""")]
    [InlineData("""{"seconds":"60","reason":"why"}""")]
    [InlineData("""[1]""")]
    [InlineData("""null""")]
    public async Task A_block_that_says_not_how_long_or_why_is_refused(string body)
    {
        using HttpResponseMessage answer = await _system.OperateAsync(HttpMethod.Put, "fairness", "/v1/players/p/block", JsonDocument.Parse(body).RootElement);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("ok", (await _system.JsonAsync("fairness", "/v1/players/p/standing")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("PUT", "/v1/players/p/block")]
    [InlineData("DELETE", "/v1/players/p/block")]
    [InlineData("GET", "/v1/flags")]
    [InlineData("GET", "/v1/audit")]
    public async Task Operators_calls_need_the_operators_token(string method, string path)
    {
        foreach (string? token in (string?[])[null, "wrong"])
        {
            using HttpResponseMessage answer = await _system.OperateAsync(new HttpMethod(method), "fairness", path, new { seconds = 1, reason = "why" }, token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Flags_come_newest_first_page_by_page_of_all_or_one()
    {
        for (int i = 0; i < 5; i++)
            await SendAsync([.. Enumerable.Range(0, 2).Select(n => _system.Xp($"page-{n}-{i}", 200_000, $"e{n}-{i}"))]);
        await _system.OperateAsync(HttpMethod.Put, "fairness", $"/v1/players/{LiveSystem.NewId("behind")}/block", new { seconds = 1, reason = "behind the flags in the journal" });
        var seen = new List<string>();
        for (string query = "?limit=3"; ;)
        {
            using HttpResponseMessage answer = await _system.OperateAsync(HttpMethod.Get, "fairness", "/v1/flags" + query);
            JsonElement page = JsonDocument.Parse(await TextAsync(answer)).RootElement;
            seen.AddRange(page.GetProperty("flags").EnumerateArray().Where(flag => flag.GetProperty("playerId").GetString()!.StartsWith("page-", StringComparison.Ordinal)).Select(flag => flag.GetProperty("eventId").GetString()!));
            if (page.GetProperty("next").GetString() is not { } next)
                break;
            query = $"?limit=3&after={next}";
        }

        Assert.Equal(["e1-4", "e0-4", "e1-3", "e0-3", "e1-2", "e0-2", "e1-1", "e0-1", "e1-0", "e0-0"], seen);
        using HttpResponseMessage one = await _system.OperateAsync(HttpMethod.Get, "fairness", "/v1/flags?player=page-0-2");
        Assert.Contains("e0-2", await TextAsync(one), StringComparison.Ordinal);
        foreach (string bad in (string[])["limit=0", "limit=501", "limit=x", "after=x", "player=a%20b"])
            Assert.Equal(HttpStatusCode.BadRequest, (await _system.OperateAsync(HttpMethod.Get, "fairness", "/v1/flags?" + bad)).StatusCode);
    }

    [Fact]
    public async Task The_policy_is_reloaded_live_and_a_bad_edit_keeps_the_old_one()
    {
        string file = shared.PolicyFile;
        await File.WriteAllTextAsync(file, World.DefaultPolicy.Replace("\"max\": 100000,", "\"max\": 50,", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await UntilAsync(51, HttpStatusCode.Forbidden);
        await File.WriteAllTextAsync(file, "{ \"rates\": 5 }", TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(_system.Xp(LiveSystem.NewId("q"), 51))).Status);
        File.Delete(file);
        await UntilAsync(51, HttpStatusCode.Accepted);

        // The change goes through the journal, on its own thread.
        async Task UntilAsync(long amount, HttpStatusCode wanted)
        {
            for (var patience = new Patience(); !patience.IsOver;)
            {
                _clock.Advance(TimeSpan.FromSeconds(2));
                if ((await SendAsync(_system.Xp(LiveSystem.NewId("q"), amount))).Status == wanted)
                    return;
            }

            Assert.Fail($"{amount} XP never was answered with {wanted}");
        }
    }

    [Fact]
    public async Task What_was_dropped_and_flagged_is_counted()
    {
        (string Series, int More)[] expected =
        [
            ("dropped_events_total{reason=\"rate-limited\"}", 4),
            ("dropped_events_total{reason=\"implausible-event\"}", 3),
            ("dropped_events_total{reason=\"player-blocked\"}", 1),
            ("anomaly_flags_total{rule=\"xp-amount\"}", 3),
        ];
        string before = await TextAsync(await _system.GetAsync("fairness", "/metrics"));
        await SendAsync([.. Enumerable.Repeat(0, 104).Select(_ => _system.Xp("counted-flood", 1))]);
        await SendAsync([.. Enumerable.Repeat(0, 4).Select(_ => _system.Xp("counted-cheat", 200_000))]);
        string after = await TextAsync(await _system.GetAsync("fairness", "/metrics"));
        foreach ((string series, int more) in expected)
            Assert.Equal(more, Value(after, series) - Value(before, series));

        static int Value(string metrics, string series) =>
            metrics.Split('\n').FirstOrDefault(line => line.StartsWith(series, StringComparison.Ordinal)) is { } line ? int.Parse(line[series.Length..], CultureInfo.InvariantCulture) : 0;
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(params string[] events)
    {
        using HttpResponseMessage answer = await _system.SendAsync(events.Length == 1 ? events[0] : $$"""{"events":[{{string.Join(',', events)}}]}""");
        return (answer.StatusCode, JsonDocument.Parse(await TextAsync(answer)).RootElement);
    }
}
