using System.Data.Common;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Progression.Stores.Sql;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_is_kept_is_confirmed_however_much_was_said_since_and_what_was_said_before_a_change_was_taken_back_is_not_kept(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        var order = host.Services.GetRequiredService<MultipliersSaid>();
        long[] said = [await order.NextAsync(TestEvent.Start), await order.NextAsync(0), await order.NextAsync(0), await order.NextAsync(0)];
        await SayAsync(host, Said(said[0])); // three more are on their way, as to a replica that lags
        await ConfirmedAsync(order, said[0]);
        await XpAsync(host, "first", 14);
        await SayAsync(host, Said(said[1], 300));
        await SayAsync(host, Said(said[1], 300)); // as it is given out again when whoever kept it ended before confirming
        await ConfirmedAsync(order, said[1]);
        await XpAsync(host, "second", 14 + 21);
        await order.MarkAsync(0, isTakenBack: true);
        await SayAsync(host, Said(said[2], 400));
        await SayAsync(host, Said(said[3], 400));
        await XpAsync(host, "taken back", 14 + 21 + 21);
        long after = await order.NextAsync(0);
        await SayAsync(host, Said(after, 500));
        await ConfirmedAsync(order, after);
        await XpAsync(host, "after", 14 + 21 + 21 + 35);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_the_database_has_something_newer_than_is_not_confirmed(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        var order = host.Services.GetRequiredService<MultipliersSaid>();
        long first = await order.NextAsync(TestEvent.Start), behind = await order.NextAsync(0);
        await SayAsync(host, Said(first));
        await ConfirmedAsync(order, first);
        long ahead = behind + 101; // by a clock, while Redis could not be had
        await SayAsync(host, Said(ahead, 300));
        await SayAsync(host, Said(behind, 400));
        await XpAsync(host, "ahead", 21);
        Assert.Equal(first, await order.KeptAsync());
        long last = await order.NextAsync(ahead);
        await SayAsync(host, Said(last, 500));
        await ConfirmedAsync(order, last);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_is_taken_back_while_it_is_being_kept_is_not_kept(SqlKind kind)
    {
        SqlServer server = await SqlServer.SharedAsync(kind);
        SqlTestDatabase database = await server.CreateDatabaseAsync();
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(database));
        var order = host.Services.GetRequiredService<MultipliersSaid>();
        await SayAsync(host, Said(await order.NextAsync(TestEvent.Start)));
        long second = await order.NextAsync(0);
        await using DbConnection other = server.Connect(database.Name);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using DbTransaction holds = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using DbCommand hold = other.CreateCommand();
        (hold.Transaction, hold.CommandText) = (holds, "SELECT said_at FROM multipliers WHERE id = 1 FOR UPDATE");
        Assert.NotNull(await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Task saying = SayAsync(host, Said(second, 300));
        await order.MarkAsync(0, isTakenBack: true);
        await holds.CommitAsync(TestContext.Current.CancellationToken);
        await saying;
        await XpAsync(host, "taken back", 14);
    }

    [Fact]
    public async Task A_Redis_that_is_away_keeps_no_news_from_being_kept()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        SqlServer server = await SqlServer.SharedAsync(SqlKind.MySql);
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(server, redis.Url));
        await redis.KillAsync();
        await SayAsync(host, Said(TestEvent.Start));
        await PublishAsync(host, Opens, TestEvent.Xp("ann", 7));
        Assert.Equal(14, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt64());
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

    private static EventMultipliers Said(long at, int xp = 200) => new(at, new Dictionary<EventType, MultiplierStep[]>
    {
        [EventType.XpGained] = [new(Opens, xp), new(Closes, 100)],
        [EventType.BossKilled] = [new(Opens, 150), new(Closes, 100)],
        [EventType.ItemAcquired] = [new(Opens, 300), new(Closes, 100)],
        [EventType.CounterAdded] = [new(Opens, 400), new(Closes, 100)],
    });

    private static Task SayAsync(ProgressionHost host, EventMultipliers said) => host.Store.PublishAsync(new BusMessage(BusMessageKind.LiveEvents, said.ToBytes()), TestContext.Current.CancellationToken).AsTask();

    // Seven more, and what they all come to.
    private static async Task XpAsync(ProgressionHost host, string id, long sum)
    {
        await PublishAsync(host, Opens, TestEvent.Xp("ann", 7) with { Id = id });
        Assert.Equal(sum, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt64());
    }

    private static async Task ConfirmedAsync(MultipliersSaid order, long at) =>
        Assert.Equal(at, await Eventually.Async(async () => await order.KeptAsync() is var kept && kept >= at ? kept : throw new StoreUnavailableException("redis", "has not heard of it yet")));

    private static Task PublishAsync(ProgressionHost host, long accepted, params TestEvent[] events) => host.Store.PublishAsync(TestEvent.Batch(accepted, events), TestContext.Current.CancellationToken).AsTask();
}
