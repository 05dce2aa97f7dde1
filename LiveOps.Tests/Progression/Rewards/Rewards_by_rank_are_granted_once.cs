using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Rewards;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Progression.Rewards;

public sealed class Rewards_by_rank_are_granted_once
{
    private const string Gold = "ladder.weekly.gold:2026-W47";

    [Theory, Every<ProgressStores>]
    public async Task Each_is_claimable_once_however_often_it_is_said(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        await host.PublishAsync(TestEvent.Xp("ann", 10));
        for (int time = 0; time < 3; time++)
            await SayAsync(host, Gold, TestEvent.Start + time, "ann", "new");
        await SayAsync(host, "ladder.weekly.gold:2026-W48", TestEvent.Start + 9, "ann");

        Assert.Equal([Gold + " claimable 2026-11-20T12:00:00Z", "ladder.weekly.gold:2026-W48 claimable 2026-11-20T12:00:00.0000009Z"], await RewardsAsync(host, "ann"));
        Assert.Equal([Gold + " claimable 2026-11-20T12:00:00Z"], await RewardsAsync(host, "new")); // whose events are still under way
        Assert.Equal(10, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt64());

        string receipt = (await host.ClaimAsync("ann", Gold)).Body.GetProperty("receipt").GetString()!;
        Assert.True((await host.VerifyAsync(receipt)).Body.GetProperty("valid").GetBoolean());
        await SayAsync(host, Gold, TestEvent.Start + 20, "ann");
        Assert.Equal(receipt, (await host.ClaimAsync("ann", Gold)).Body.GetProperty("receipt").GetString());
        Assert.Equal(2, (await RewardsAsync(host, "ann")).Length);
    }

    [Theory, Every<ProgressStores>]
    public async Task Whoever_was_erased_since_has_nothing_and_what_they_earn_later_they_have(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        await host.PublishAsync(TestEvent.Xp("ann", 10));
        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
        await SayAsync(host, Gold, TestEvent.Start, "ann", "bob");

        Assert.Equal(404, (await host.GetAsync("/v1/players/ann")).Status);
        Assert.Single(await RewardsAsync(host, "bob"));
        await host.Store.PublishAsync(new BusMessage(BusMessageKind.Rewards, new RankRewards(Gold, TestEvent.Start, [new("ann", TestEvent.Start + TimeSpan.TicksPerHour)]).ToBytes()), TestContext.Current.CancellationToken);
        Assert.Single(await RewardsAsync(host, "ann"));
    }

    [Theory, Every<ProgressStores>]
    public async Task What_cannot_be_read_is_refused_and_grants_nothing(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        byte[] bytes = new RankRewards(Gold, TestEvent.Start, [new("ann", 1)]).ToBytes();
        bytes[0] = 9;
        await Assert.ThrowsAsync<InvalidDataException>(async () => await host.Store.PublishAsync(new BusMessage(BusMessageKind.Rewards, bytes), TestContext.Current.CancellationToken));
        Assert.Equal(404, (await host.GetAsync("/v1/players/ann")).Status);
    }

    [Theory, Every<ProgressStores>]
    public async Task A_message_of_a_kind_to_come_is_not_taken_for_done(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await host.Store.PublishAsync(new BusMessage((BusMessageKind)200, new byte[1]), TestContext.Current.CancellationToken));
    }

    private static Task SayAsync(ProgressionHost host, string reward, long at, params string[] players) => host.Store.PublishAsync(
        new BusMessage(BusMessageKind.Rewards, new RankRewards(reward, at, [.. players.Select(player => new RewardedPlayer(player, TestEvent.Start))]).ToBytes()), TestContext.Current.CancellationToken).AsTask();

    private static async Task<string[]> RewardsAsync(ProgressionHost host, string player)
    {
        (int status, JsonElement body) = await host.GetAsync($"/v1/players/{player}/rewards");
        Assert.Equal(200, status);
        return [.. body.GetProperty("rewards").EnumerateArray().Select(reward => $"{reward.GetProperty("reward")} {reward.GetProperty("status")} {reward.GetProperty("grantedAt")}")];
    }
}
