using System.Net;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Progression;

public sealed class The_live_system_keeps_claims
{
    [Fact]
    public async Task An_event_becomes_a_reward_a_claim_outlives_a_restart_and_erasing_ends_it()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Boss("ann", "dragon"), live.Xp("ann", 40));

        // The claim stands behind the events in the journal: it never sees less than was accepted.
        string receipt = await ClaimAsync(live);
        await live.RestartAsync();
        Assert.Equal(receipt, await ClaimAsync(live));
        JsonElement progress = await live.JsonAsync("progression", "/v1/players/ann");
        Assert.Equal(540, progress.GetProperty("xp").GetInt64());

        using HttpResponseMessage erased = await live.OperateAsync(HttpMethod.Delete, "progression", "/v1/players/ann");
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        using HttpResponseMessage gone = await live.GetAsync("progression", "/v1/players/ann");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string> ClaimAsync(LiveSystem live)
    {
        using HttpResponseMessage answer = await live.SignedAsync("progression", "/v1/players/ann/rewards/first-kill:dragon/claim", []);
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("receipt").GetString()!;
    }
}
