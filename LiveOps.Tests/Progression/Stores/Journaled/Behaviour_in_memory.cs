using System.Net;
using System.Text.Json;
using LiveOps.Tests.Progression.Claims;
using LiveOps.Tests.Progression.Endpoints;
using LiveOps.Tests.Progression.State;

namespace LiveOps.Tests.Progression.Stores.Journaled;

public sealed class Events_become_progress_in_memory : Events_become_progress
{
    private protected override Task<ITestStore> StoreAsync() => Task.FromResult<ITestStore>(new MemoryLog());
}

public sealed class Players_in_memory_can_be_exported_and_erased : Players_can_be_exported_and_erased
{
    private protected override Task<ITestStore> StoreAsync() => Task.FromResult<ITestStore>(new MemoryLog());
}

public sealed class Rewards_in_memory_are_claimed_once : Rewards_are_claimed_once
{
    private protected override Task<ITestStore> StoreAsync() => Task.FromResult<ITestStore>(new MemoryLog());

    [Fact]
    public async Task The_same_request_again_answers_again_without_a_record()
    {
        await using ProgressionHost host = await WithGrantAsync();
        (_, JsonElement first) = await host.ClaimAsync("ann", Reward, "msg-1");
        int commands = host.Log.Commands;

        (int status, JsonElement again) = await host.ClaimAsync("ann", Reward, "msg-1");

        Assert.Equal((200, first.GetRawText(), commands), (status, again.GetRawText(), host.Log.Commands));
    }

    [Fact]
    public async Task The_receipt_is_the_same_after_save_and_load()
    {
        await using ProgressionHost host = await WithGrantAsync();
        string first = (await host.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString()!;

        var loaded = new StateUnderTest();
        host.Log.Replay(loaded.State);
        loaded.SaveAndLoad();

        Assert.Contains(first, loaded.Export("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_journal_is_down_nothing_is_claimed()
    {
        await using ProgressionHost host = await WithGrantAsync();
        host.Log.IsDown = true;
        using HttpResponseMessage answer = await host.Client.SendAsync(host.Signed("/v1/players/ann/rewards/first-kill:dragon/claim", "m1"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);

        host.Log.IsDown = false;
        Assert.Equal(200, (await host.ClaimAsync("ann", Reward, "m1")).Status);
    }
}
