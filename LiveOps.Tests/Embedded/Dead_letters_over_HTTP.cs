using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using LiveOps.Core.Events;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Embedded;

/// <summary>The operator's calls on dead letters, on the whole system.</summary>
public sealed class Dead_letters_over_HTTP
{
    private const string Letters = "/v1/dead-letters";

    [Fact]
    public async Task What_no_service_can_read_is_a_letter_of_each_which_fails_again_when_replayed_and_can_be_discarded()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        byte[] junk = new byte[EventBatch.HeaderLength + 3];
        junk[12] = 200; // says that it holds more than it does
        await live.Services("gateway").GetRequiredService<IEventBus>().PublishAsync(new BusMessage(BusMessageKind.Events, junk));
        await live.AcceptAsync(live.Xp("ada", 5));
        await live.EventuallyAsync("progression", "/v1/players/ada", ada => ada.GetProperty("xp").GetInt64() == 5);

        JsonElement letter = Assert.Single((await ListAsync(live, "progression")).GetProperty("deadLetters").EnumerateArray());
        Assert.Equal(("progression", "events", 2), (letter.GetProperty("consumer").GetString(), letter.GetProperty("kind").GetString(), letter.GetProperty("deliveries").GetInt32()));
        Assert.Contains("InvalidDataException", letter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        string id = letter.GetProperty("id").GetString()!;
        using (HttpResponseMessage found = await live.OperateAsync(HttpMethod.Get, "progression", $"{Letters}/{id}"))
            Assert.Equal(junk, (await found.JsonAsync(200)).GetProperty("payload").GetBytesFromBase64());

        using (HttpResponseMessage replayed = await live.OperateAsync(HttpMethod.Post, "progression", $"{Letters}/{id}/replay"))
            Assert.Equal(204, (int)replayed.StatusCode);
        letter = Assert.Single((await ListAsync(live, "progression")).GetProperty("deadLetters").EnumerateArray());
        Assert.NotEqual(id, letter.GetProperty("id").GetString());
        id = letter.GetProperty("id").GetString()!;
        using (HttpResponseMessage elsewhere = await live.OperateAsync(HttpMethod.Delete, "leaderboard", $"{Letters}/{id}"))
            await elsewhere.ProblemAsync(404, "unknown-dead-letter");
        using (HttpResponseMessage discarded = await live.OperateAsync(HttpMethod.Delete, "progression", $"{Letters}/{id}"))
            Assert.Equal(204, (int)discarded.StatusCode);
        using (HttpResponseMessage gone = await live.OperateAsync(HttpMethod.Get, "progression", $"{Letters}/{id}"))
            await gone.ProblemAsync(404, "unknown-dead-letter");
        using (HttpResponseMessage gone = await live.OperateAsync(HttpMethod.Post, "progression", $"{Letters}/{id}/replay"))
            await gone.ProblemAsync(404, "unknown-dead-letter");
        Assert.Equal(0, (await ListAsync(live, "progression")).GetProperty("deadLetters").GetArrayLength());
        foreach (string other in new[] { "leaderboard", "fairness", "gateway" })
        {
            JsonElement[] letters = []; // each service reads the journal at its own pace
            for (var patience = new Patience(); letters.Length == 0 && !patience.IsOver; await Task.Delay(10))
                letters = [.. (await ListAsync(live, other)).GetProperty("deadLetters").EnumerateArray()];
            letter = Assert.Single(letters);
            Assert.Equal(other, letter.GetProperty("consumer").GetString());
        }

        string metrics = await (await live.GetAsync("progression", "/metrics")).Content.ReadAsStringAsync();
        Assert.Contains("bus_dead_letters_total 2", metrics, StringComparison.Ordinal);
        Assert.Contains("bus_dead_letters_waiting 0", metrics, StringComparison.Ordinal);
        await live.RestartAsync();
        metrics = await (await live.GetAsync("gateway", "/metrics")).Content.ReadAsStringAsync();
        Assert.Contains("bus_dead_letters_waiting 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_cannot_go_on_says_so_refuses_what_it_will_not_do_and_holds_up_no_other()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        byte[] unreadable = [11, .. "leaderboard"u8, 1]; // a record for it alone, of a kind that this version does not know
        await live.Services("gateway").GetRequiredService<IEventBus>().PublishAsync(new BusMessage((BusMessageKind)18, unreadable));
        await live.AcceptAsync(live.Xp("ada", 5));
        await live.EventuallyAsync("progression", "/v1/players/ada", ada => ada.GetProperty("xp").GetInt64() == 5);
        string ready = "";
        await Until.TrueAsync(
            async () => (ready = await (await live.GetAsync("leaderboard", "/readyz")).Content.ReadAsStringAsync())
                == """{"status":"not-ready","missing":[{"name":"journal","reason":"the service cannot go on applying it; its log says why"}]}""",
            () => ready);
        await live.EventuallyAsync("progression", "/readyz", said => said.GetProperty("status").GetString() == "ready");
        using HttpResponseMessage refused = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/ada/hidden");
        await refused.ProblemAsync(503, "unavailable");
    }

    [Fact]
    public async Task A_letter_shows_its_events_and_replaying_it_counts_them_once_here_and_nowhere_else()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        BusMessage message = TestEvent.Batch(
            TestEvent.Xp("ada", 7) with { Id = "one" },
            TestEvent.Kill("ada", "dragon") with { Id = "two" },
            TestEvent.Item("ada", "sword", 2) with { Id = "three" },
            TestEvent.Score("ada", "arena", 42) with { Id = "four" });
        var files = new DeadLetterFiles(Path.Combine(live.DataFolder, "dead-letters"), TimeProvider.System);
        files.Add("progression", 4711, 2, message, new InvalidOperationException("an error that a new version no longer has"));
        string path = $"{Letters}/{DeadLetterFiles.IdOf(4711)}";

        using (HttpResponseMessage found = await live.OperateAsync(HttpMethod.Get, "progression", path))
        {
            JsonElement[] events = [.. (await found.JsonAsync(200)).GetProperty("events").EnumerateArray()];
            Assert.Equal(["one", "two", "three", "four"], events.Select(e => e.GetProperty("id").GetString()));
            Assert.Equal(["""{"amount":7}""", """{"bossId":"dragon"}""", """{"itemId":"sword","quantity":2}""", """{"board":"arena","score":42}"""], events.Select(e => e.GetProperty("data").GetRawText()));
            Assert.Equal(("xp_gained", "ada"), (events[0].GetProperty("type").GetString(), events[0].GetProperty("playerId").GetString()));
            Assert.Equal(new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc), events[0].GetProperty("acceptedAt").GetDateTime());
        }

        foreach (int again in new[] { 1, 2 })
        {
            using (HttpResponseMessage replayed = await live.OperateAsync(HttpMethod.Post, "progression", path + "/replay"))
                Assert.Equal(204, (int)replayed.StatusCode);
            Assert.Equal(507, (await live.JsonAsync("progression", "/v1/players/ada")).GetProperty("xp").GetInt64());
            files.Add("progression", 4711, 2, message, new InvalidOperationException($"set aside again after replay {again}"));
        }

        await live.RestartAsync();
        Assert.Equal(507, (await live.JsonAsync("progression", "/v1/players/ada")).GetProperty("xp").GetInt64());
        using HttpResponseMessage board = await live.GetAsync("leaderboard", "/v1/leaderboards/arena/all");
        await board.ProblemAsync(404, "unknown-board");
    }

    [Fact]
    public async Task Only_the_operator_may_see_or_settle_letters_and_a_bad_limit_is_told()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        foreach (string? token in new[] { null, "", "not-the-token" })
        {
            foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/1"), (HttpMethod.Post, "/1/replay"), (HttpMethod.Delete, "/1") })
            {
                using HttpResponseMessage refused = await live.OperateAsync(method, "gateway", Letters + path, token: token);
                await refused.ProblemAsync(401, "operator-required");
            }
        }

        foreach (string limit in new[] { "0", "501", "-1", "many" })
        {
            using HttpResponseMessage refused = await live.OperateAsync(HttpMethod.Get, "gateway", $"{Letters}?limit={limit}");
            await refused.ProblemAsync(400, "invalid-parameter");
        }
    }

    private static async Task<JsonElement> ListAsync(LiveSystem live, string service)
    {
        using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Get, service, Letters);
        return await answer.JsonAsync(200);
    }
}
