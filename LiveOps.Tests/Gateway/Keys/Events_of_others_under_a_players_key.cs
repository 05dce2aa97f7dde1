using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Keys;

/// <summary>How much of others, and how much that is nothing, a client may send that has a key of one player.</summary>
public sealed class Events_of_others_under_a_players_key : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private LiveSystem _live = null!;

    public async ValueTask InitializeAsync() => _live = await LiveSystem.StartAsync(_clock);

    public async ValueTask DisposeAsync() => await _live.DisposeAsync();

    [Fact]
    public async Task Ten_are_told_one_by_one_and_with_one_more_nothing_of_the_request_is_accepted_or_kept()
    {
        JsonElement key = await KeyAsync();
        string own = _live.Xp("eve", 5);

        using HttpResponseMessage tooMany = await SendAsync(key, Batch(own, others: 11), "msg-1");
        JsonElement problem = await tooMany.ProblemAsync(403, "not-your-player");
        Assert.Equal("More than 10 events are of other players than the signing key; nothing was accepted.", problem.GetProperty("detail").GetString());
        Assert.False(problem.TryGetProperty("rejected", out _));

        // Under the same id, which was given back: the event of their own counts now, and did not before.
        using HttpResponseMessage ten = await SendAsync(key, Batch(own, others: 10), "msg-1");
        JsonElement answer = await ten.JsonAsync(202);
        Assert.Equal((1, 0, 10), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32(), answer.GetProperty("rejected").GetArrayLength()));
        await _live.EventuallyAsync("progression", "/v1/players/eve", player => player.GetProperty("xp").GetInt64() == 5);

        // The game speaks for everybody.
        using HttpResponseMessage games = await _live.SignedAsync("gateway", "/v1/events", Batch(_live.Xp("eve", 1), others: 11));
        Assert.Equal(12, (await games.JsonAsync(202)).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Ten_that_are_no_events_are_told_one_by_one_and_with_one_more_nothing_of_the_request_is_accepted_or_kept()
    {
        JsonElement key = await KeyAsync();
        string own = _live.Xp("eve", 5);

        using HttpResponseMessage tooMany = await SendAsync(key, WithJunk(own, junk: 11), "msg-1");
        JsonElement problem = await tooMany.ProblemAsync(400, "malformed-body");
        Assert.Equal("More than 10 events are not valid; nothing was accepted.", problem.GetProperty("detail").GetString());
        Assert.False(problem.TryGetProperty("rejected", out _));

        using HttpResponseMessage ten = await SendAsync(key, WithJunk(own, junk: 10), "msg-1");
        JsonElement answer = await ten.JsonAsync(202);
        Assert.Equal((1, 0, 10), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32(), answer.GetProperty("rejected").GetArrayLength()));

        using HttpResponseMessage games = await _live.SignedAsync("gateway", "/v1/events", WithJunk(_live.Xp("eve", 1), junk: 999));
        Assert.Equal(999, (await games.JsonAsync(202)).GetProperty("rejected").GetArrayLength());
    }

    [Fact]
    public async Task A_long_answer_to_a_player_is_not_kept_and_ids_tell_what_was_accepted()
    {
        JsonElement key = await KeyAsync();
        // Past the rate of the policy, 100 at once: each of the others is rejected by itself.
        byte[] body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Range(0, 200).Select(_ => _live.Xp("eve", 1)))}}]}""");
        using HttpResponseMessage first = await SendAsync(key, body, "msg-1");
        JsonElement answer = await first.JsonAsync(202);
        Assert.Equal((100, 100), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("rejected").GetArrayLength()));

        await _live.EventuallyAsync("progression", "/v1/players/eve", player => player.GetProperty("xp").GetInt64() == 100);
        HttpResponseMessage again = await SendAsync(key, body, "msg-1");
        for (var patience = new Patience(); again.StatusCode == HttpStatusCode.Conflict && !patience.IsOver;) // the first lets go of its id behind its answer
            again = await SendAsync(key, body, "msg-1");
        Assert.False(again.Headers.Contains("Idempotency-Replayed"));
        answer = await again.JsonAsync(202);
        Assert.Equal((0, 100), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32()));
        await _live.EventuallyAsync("progression", "/v1/players/eve", player => player.GetProperty("xp").GetInt64() == 100);
    }

    private async Task<JsonElement> KeyAsync()
    {
        using HttpResponseMessage made = await _live.SignedAsync("gateway", "/v1/players/eve/keys", JsonSerializer.SerializeToUtf8Bytes(new { expiresAt = _clock.UtcNow.AddHours(1) }));
        return await made.JsonAsync(200);
    }

    private static byte[] WithJunk(string own, int junk) => Encoding.UTF8.GetBytes($$"""{"events":[{{own}}{{string.Concat(Enumerable.Repeat(",0", junk))}}]}""");

    private byte[] Batch(string own, int others) =>
        Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Range(0, others).Select(n => _live.Xp($"other-{n}", 1)).Append(own))}}]}""");

    private Task<HttpResponseMessage> SendAsync(JsonElement key, byte[] body, string id) =>
        _live.SignedAsync("gateway", "/v1/events", body, id, secret: key.GetProperty("secret").GetString()!, key: key.GetProperty("key").GetString()!);
}
