using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;

namespace LiveOps.Tests.Progression.Endpoints;

public sealed class Players_can_be_exported_and_erased
{
    [Theory, Every<ProgressStores>]
    public async Task An_export_holds_all_that_is_known_receipts_included(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 2), TestEvent.Kill("ben", "lich"));
        string receipt = (await host.ClaimAsync("ann", "first-kill:dragon")).Body.GetProperty("receipt").GetString()!;

        (int status, JsonElement export) = await host.GetAsync("/v1/players/ann/export", ProgressionHost.OperatorToken);

        Assert.Equal(200, status);
        Assert.Equal(
            $$"""{"playerId":"ann","level":3,"xp":500,"xpToNext":403,"bossKills":{"dragon":1},"items":{"sword":2},"counters":{},"updatedAt":"2026-11-20T12:00:00.0000001Z","kills":1,"""
            + $$"""
            "rewards":[{"reward":"first-kill:dragon","status":"claimed","grantedAt":"2026-11-20T12:00:00Z","claimedAt":"2026-11-20T12:00:00Z","receipt":"{{receipt}}"}],"grants":[],"notes":[],
            """
            + """
            "standing":null,"ranks":null,"hidden":null,"periods":null,"leagues":null,"liveEvents":null,"notices":null,"degraded":["standing","ranks","hidden","periods","leagues","liveEvents","notices"],"cutShort":[]}
            """,
            export.GetRawText());
    }

    [Theory, Every<ProgressStores>]
    public async Task Export_and_erase_are_the_operators(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));

        Assert.Equal(401, (await host.GetAsync("/v1/players/ann/export")).Status);
        Assert.Equal(401, (await host.GetAsync("/v1/players/ann/export", "not-the-token")).Status);
        Assert.Equal(401, (await host.DeleteAsync("/v1/players/ann")).Status);
        Assert.Equal(200, (await host.GetAsync("/v1/players/ann")).Status);
    }

    [Theory, Every<ProgressStores>]
    public async Task An_erased_player_is_gone_at_once_and_erasing_again_is_no_error(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ben", "dragon"));
        await host.ClaimAsync("ann", "first-kill:dragon");

        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);

        foreach (string path in new[] { "/v1/players/ann", "/v1/players/ann/rewards" })
            Assert.Equal(404, (await host.GetAsync(path, ProgressionHost.OperatorToken)).Status);
        Assert.Equal(0, (await host.GetAsync("/v1/players/ann/export", ProgressionHost.OperatorToken)).Body.GetProperty("xp").GetInt32());
        Assert.Equal(404, (await host.ClaimAsync("ann", "first-kill:dragon")).Status);
        Assert.Equal([BusMessageKind.PlayerErased, BusMessageKind.PlayerErased], store.Published);
        Assert.Equal(200, (await host.GetAsync("/v1/players/ben")).Status);
    }

    [Theory, Every<ProgressStores>]
    public async Task An_erasure_that_cannot_be_announced_did_not_happen(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        store.IsDown = true;

        Assert.Equal(503, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
        Assert.Equal(200, (await host.GetAsync("/v1/players/ann")).Status);
    }
}
