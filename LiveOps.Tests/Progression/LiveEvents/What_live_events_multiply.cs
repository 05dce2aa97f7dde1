using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Progression.LiveEvents;

public sealed class What_live_events_multiply
{
    private const long Hour = TimeSpan.TicksPerHour, Start = 0;

    private static long Opens => TestEvent.Start + Hour;

    private static long Closes => TestEvent.Start + 2 * Hour;

    [Theory, Every<ProgressStores>]
    public async Task Exactly_what_is_accepted_between_opening_and_close_counts_more_whenever_it_is_applied(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        await SayAsync(host, Said(TestEvent.Start));
        await PublishAsync(host, Opens - 1, TestEvent.Xp("ann", 1));
        await PublishAsync(host, Closes, TestEvent.Xp("ann", 10));
        await PublishAsync(host, Closes - 1, TestEvent.Xp("ann", 100) with { Id = "late" });
        await PublishAsync(host, Closes - 1, TestEvent.Xp("ann", 100) with { Id = "late" });
        await PublishAsync(host, Opens, TestEvent.Xp("ann", 1000), TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 3), TestEvent.Count("ann", "races", 5), TestEvent.Count("ann", "races", -1));
        await PublishAsync(host, Closes, TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 3), TestEvent.Count("ann", "races", 5));
        JsonElement ann = (await host.GetAsync("/v1/players/ann")).Body;
        Assert.Equal(1 + 10 + 200 + 2000 + 750 + 500, ann.GetProperty("xp").GetInt64());
        Assert.Equal(9 + 3, ann.GetProperty("items").GetProperty("sword").GetInt64());
        Assert.Equal(2, ann.GetProperty("bossKills").GetProperty("dragon").GetInt64());
        Assert.Equal(20 - 1 + 5, ann.GetProperty("counters").GetProperty("races").GetInt64());
    }

    [Theory, Every<ProgressStores>]
    public async Task What_was_said_last_holds_in_whatever_order_it_comes(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        await SayAsync(host, new EventMultipliers(TestEvent.Start + 5, new Dictionary<EventType, MultiplierStep[]>()));
        await SayAsync(host, Said(TestEvent.Start));
        await PublishAsync(host, Opens, TestEvent.Xp("ann", 7));
        Assert.Equal(7, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt64());
        await Assert.ThrowsAsync<InvalidDataException>(() => host.Store.PublishAsync(new BusMessage(BusMessageKind.LiveEvents, new byte[] { 9 }), TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public void A_snapshot_keeps_what_was_said()
    {
        var before = New();
        before.Apply([new BusMessage(BusMessageKind.LiveEvents, Said(Start).ToBytes())]);
        using var snapshot = new MemoryStream();
        before.Save(snapshot);
        snapshot.Position = 0;
        var after = New();
        after.Load(snapshot);
        after.Apply([TestEvent.Batch(Opens, TestEvent.Xp("ann", 7))]);
        var copies = new List<LiveOps.Progression.Players.TriedPlayer>();
        after.Copy(0, copies);
        Assert.Equal(14, Assert.Single(copies).Xp);
    }

    private static ProgressionState New() => new(new DedupeSettings(TimeSpan.FromHours(1), 1000), RulesReader.BuiltIn);

    private static EventMultipliers Said(long at) => new(at, new Dictionary<EventType, MultiplierStep[]>
    {
        [EventType.XpGained] = [new(Opens, 200), new(Closes, 100)],
        [EventType.BossKilled] = [new(Opens, 150), new(Closes, 100)],
        [EventType.ItemAcquired] = [new(Opens, 300), new(Closes, 100)],
        [EventType.CounterAdded] = [new(Opens, 400), new(Closes, 100)],
    });

    private static Task SayAsync(ProgressionHost host, EventMultipliers said) => host.Store.PublishAsync(new BusMessage(BusMessageKind.LiveEvents, said.ToBytes()), TestContext.Current.CancellationToken).AsTask();

    private static Task PublishAsync(ProgressionHost host, long accepted, params TestEvent[] events) => host.Store.PublishAsync(TestEvent.Batch(accepted, events), TestContext.Current.CancellationToken).AsTask();
}
