using System.Net;
using System.Text.Json;
using LiveOps.Tests.Progression.Claims;
using LiveOps.Tests.Progression.State;

namespace LiveOps.Tests.Progression.Stores.Journaled;

/// <summary>What claims do to the journal itself.</summary>
public sealed class Claims_on_the_journal
{
    [Fact]
    public async Task The_same_request_again_answers_again_without_a_record()
    {
        await using ProgressionHost host = await Rewards_are_claimed_once.WithGrantAsync(new MemoryLog());
        (_, JsonElement first) = await host.ClaimAsync("ann", Rewards_are_claimed_once.Reward, "msg-1");
        int commands = host.Log.Commands;

        (int status, JsonElement again) = await host.ClaimAsync("ann", Rewards_are_claimed_once.Reward, "msg-1");

        Assert.Equal((200, first.GetRawText(), commands), (status, again.GetRawText(), host.Log.Commands));
    }

    [Fact]
    public async Task The_receipt_is_the_same_after_save_and_load()
    {
        await using ProgressionHost host = await Rewards_are_claimed_once.WithGrantAsync(new MemoryLog());
        string first = (await host.ClaimAsync("ann", Rewards_are_claimed_once.Reward)).Body.GetProperty("receipt").GetString()!;

        var loaded = new StateUnderTest();
        host.Log.Replay(loaded.State);
        loaded.SaveAndLoad();

        Assert.Contains(first, loaded.Export("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_journal_is_down_nothing_is_claimed()
    {
        await using ProgressionHost host = await Rewards_are_claimed_once.WithGrantAsync(new MemoryLog());
        host.Log.IsDown = true;
        using HttpResponseMessage answer = await host.Client.SendAsync(host.Signed("/v1/players/ann/rewards/first-kill:dragon/claim", "m1"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);

        host.Log.IsDown = false;
        Assert.Equal(200, (await host.ClaimAsync("ann", Rewards_are_claimed_once.Reward, "m1")).Status);
    }
}
