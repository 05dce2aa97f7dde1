using System.Net;
using System.Text.Json;
using LiveOps.Tests.Fairness.Endpoints;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Gateway.Idempotency;

/// <summary>
/// A Redis that stands still until somebody was told that nothing was done, and then does all that it was sent meanwhile: by then that must have become true.
/// </summary>
public sealed class Redis_stands_still : IAsyncLifetime
{
    private readonly ApartSystem _system = new(("REDIS_TIMEOUT_MS", "1000"));

    public async ValueTask InitializeAsync()
    {
        await _system.InitializeAsync();
        await Until.TrueAsync(async () => (await _system.SendAsync([_system.Xp("warm", 1)])).Status == HttpStatusCode.Accepted, () => "it never gets ready");
        await _system.CallAsync("DELETE", "/v1/players/warm/block?reason=warm");
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task An_id_that_was_refused_goes_through_as_soon_as_Redis_answers_and_its_event_is_there_once()
    {
        string id = _system.NewId("refused"), e = _system.Xp("ada", 10, id);
        _system.Redis.Freeze();
        (HttpStatusCode status, JsonElement problem) = await _system.SendAsync([e], webhookId: "w1");
        _system.Redis.Thaw();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Nothing was accepted. Send the events again."), (status, problem.GetProperty("detail").GetString()));

        await Until.TrueAsync(async () => (status = (await _system.SendAsync([e], webhookId: "w1")).Status) != HttpStatusCode.ServiceUnavailable, () => "it is refused for ever");
        Assert.Equal(HttpStatusCode.Accepted, status); // not 409: the claims that Redis got to only now claim nothing
        Assert.Equal(2, (await _system.Redis.CommandAsync("XRANGE", "liveops:bus:{0}", "-", "+")).Split(id).Length);
    }

    [Fact]
    public async Task A_block_that_was_refused_does_not_come_later()
    {
        _system.Redis.Freeze();
        HttpStatusCode refused = (await _system.CallAsync("PUT", "/v1/players/bob/block", """{"seconds":600,"reason":"refused"}""")).Status;
        _system.Redis.Thaw();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused);
        Assert.Equal("ok", JsonElement.Parse(await AnsweredAsync("/v1/players/bob/standing")).GetProperty("status").GetString());
        Assert.DoesNotContain("refused", await AnsweredAsync("/v1/audit?player=bob"), StringComparison.Ordinal);
    }

    private async Task<string> AnsweredAsync(string path)
    {
        (HttpStatusCode Status, string Body) answer = (default, "");
        await Until.TrueAsync(async () => (answer = await _system.CallAsync("GET", path)).Status == HttpStatusCode.OK, () => $"it never answers again: {answer}");
        return answer.Body;
    }
}
