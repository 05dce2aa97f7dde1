using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Idempotency;

/// <summary>The same request again.</summary>
public sealed class The_same_request_again(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task The_same_request_again_gets_the_first_answer_byte_for_byte_and_no_effect()
    {
        string id = LiveSystem.NewId("msg"), body = $$"""{"events":[{{_live.Xp("idem-1", 30)}},{"id":"bad"}]}""";
        using var first = await _live.SendAsync(body, id);
        byte[] answer = await first.Content.ReadAsByteArrayAsync();
        for (int again = 0; again < 3; again++)
        {
            using var replay = await _live.SendAsync(body, id);
            Assert.Equal(202, (int)replay.StatusCode);
            Assert.Equal(["true"], replay.Headers.GetValues("Idempotency-Replayed"));
            Assert.Equal(answer, await replay.Content.ReadAsByteArrayAsync());
            Assert.Equal(first.Content.Headers.ContentType, replay.Content.Headers.ContentType);
        }

        await _live.AcceptAsync(_live.Xp("idem-1", 5));
        await _live.EventuallyAsync("progression", "/v1/players/idem-1", player => player.GetProperty("xp").GetInt64() == 35);
    }

    [Fact]
    public async Task A_retry_is_signed_afresh_and_still_the_same_request()
    {
        string id = LiveSystem.NewId("msg");
        byte[] body = Encoding.UTF8.GetBytes(_live.Xp("idem-2", 1));
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var first = await _live.SignedAsync("gateway", "/v1/events", body, id, now - 60);
        await first.JsonAsync(202);
        using var retry = await _live.SignedAsync("gateway", "/v1/events", body, id, now);
        await retry.JsonAsync(202);
        Assert.True(retry.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Another_body_under_the_same_id_is_refused()
    {
        string id = LiveSystem.NewId("msg");
        using var first = await _live.SendAsync(_live.Xp("idem-3", 1), id);
        await first.JsonAsync(202);
        using var other = await _live.SendAsync(_live.Xp("idem-3", 1), id);
        await other.ProblemAsync(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_request_of_which_nothing_was_accepted_leaves_no_trace()
    {
        string id = LiveSystem.NewId("msg");
        using var bad = await _live.SendAsync("""{"id":"x"}""", id);
        await bad.ProblemAsync(400, "invalid-event");
        using var good = await _live.SendAsync(_live.Xp("idem-4", 1), id);
        Assert.Equal(1, (await good.JsonAsync(202)).GetProperty("accepted").GetInt32());
        Assert.False(good.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task The_same_event_under_another_request_is_a_duplicate()
    {
        string xp = _live.Xp("idem-5", 40);
        await _live.AcceptAsync(xp);
        using var again = await _live.SendAsync(xp);
        JsonElement json = await again.JsonAsync(202);
        Assert.Equal((0, 1), (json.GetProperty("accepted").GetInt32(), json.GetProperty("duplicates").GetInt32()));

        using var mixed = await _live.SendAsync($$"""{"events":[{{xp}},{{_live.Xp("idem-5", 2, "idem-5-b")}},{{_live.Xp("idem-5", 2, "idem-5-b")}}]}""");
        json = await mixed.JsonAsync(202);
        Assert.Equal((1, 2), (json.GetProperty("accepted").GetInt32(), json.GetProperty("duplicates").GetInt32()));
        await _live.EventuallyAsync("progression", "/v1/players/idem-5", player => player.GetProperty("xp").GetInt64() == 42);
    }

    [Fact]
    public async Task Answers_and_event_ids_are_remembered_across_a_restart()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        string id = LiveSystem.NewId("msg"), xp = live.Xp("idem-6", 7), body = $$"""{"events":[{{xp}},7]}""";
        using var first = await live.SendAsync(body, id);
        await live.RestartAsync();
        using var replay = await live.SendAsync(body, id);
        Assert.True(replay.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await replay.Content.ReadAsStringAsync());
        using var other = await live.SendAsync(live.Xp("idem-6", 7), id);
        await other.ProblemAsync(422, "idempotency-key-reused");
        using var duplicate = await live.SendAsync(xp);
        Assert.Equal(1, (await duplicate.JsonAsync(202)).GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task Of_many_identical_requests_at_once_one_is_worked_on_and_all_others_are_told_so()
    {
        string id = LiveSystem.NewId("msg"), body = _live.Xp("idem-7", 11);
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _live.SendAsync(body, id)));
        foreach (HttpResponseMessage answer in answers)
        {
            if ((int)answer.StatusCode == 409)
                Assert.NotNull((await answer.ProblemAsync(409, "request-in-progress")).GetProperty("title").GetString());
            else
                await answer.JsonAsync(202);
        }

        Assert.Single(answers, answer => (int)answer.StatusCode == 202 && !answer.Headers.Contains("Idempotency-Replayed"));
        await _live.AcceptAsync(_live.Xp("idem-7", 1));
        await _live.EventuallyAsync("progression", "/v1/players/idem-7", player => player.GetProperty("xp").GetInt64() == 12);
    }
}
