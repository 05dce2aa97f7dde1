using System.Net;
using System.Text.Json;
using LiveOps.Tests.Fairness.Endpoints;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Gateway.Idempotency;

/// <summary>
/// A Redis that answers nobody for a while and then does all that it was sent meanwhile: <c>CLIENT PAUSE</c>. By then clients were told that
/// nothing was done, and that must have become true.
/// </summary>
public sealed class Redis_stands_still : IAsyncLifetime
{
    private readonly ApartSystem _system = new(("REDIS_TIMEOUT_MS", "500"));

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
        await PauseAsync();
        (HttpStatusCode status, JsonElement problem) = await _system.SendAsync([e], webhookId: "w1");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Nothing was accepted. Send the events again."), (status, problem.GetProperty("detail").GetString()));

        await Until.TrueAsync(async () => (status = (await _system.SendAsync([e], webhookId: "w1")).Status) != HttpStatusCode.ServiceUnavailable, () => "it is refused for ever");
        Assert.Equal(HttpStatusCode.Accepted, status); // not 409: the claims that Redis got to only now claim nothing
        Assert.Equal(2, (await _system.Redis.CommandAsync("XRANGE", "liveops:bus:{0}", "-", "+")).Split(id).Length);
    }

    [Fact]
    public async Task A_block_that_was_refused_does_not_come_later()
    {
        await PauseAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _system.CallAsync("PUT", "/v1/players/bob/block", """{"seconds":600,"reason":"refused"}""")).Status);
        await Until.TrueAsync(async () => (await _system.CallAsync("GET", "/v1/players/bob/standing")).Status == HttpStatusCode.OK, () => "it never answers again");
        Assert.Equal("ok", (await _system.StandingAsync("bob")).GetProperty("status").GetString());
        Assert.DoesNotContain("refused", (await _system.CallAsync("GET", "/v1/audit?player=bob")).Body, StringComparison.Ordinal);
    }

    private Task<string> PauseAsync() => _system.Redis.CommandAsync("CLIENT", "PAUSE", "4000", "ALL");
}
