using LiveOps.Core.Bus;
using LiveOps.Core.LiveEvents;
using LiveOps.Leaderboard;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <summary>The boards in a database of their own on one of the run's servers, and in the run's Redis. Several replicas may be made on one.</summary>
internal sealed class ClusterBoards : IBoardsUnderTest
{
    private static readonly Lazy<Task<RedisServer>> SharedRedis = new(StartRedisAsync);

    private readonly SqlTestDatabase _database;
    private readonly RedisServer _redis;
    private readonly HeldSettings? _held;
    private WebApplication _app = null!;

    private ClusterBoards(SqlTestDatabase database, RedisServer redis, HeldSettings? held) => (_database, _redis, _held) = (database, redis, held);

    /// <summary>All ranks are in the replica's own memory from the first question on, and again at once when they had to be let go of.</summary>
    public static HeldSettings HoldsAll { get; } = new(1L << 30, 0, TimeSpan.Zero) { Followed = TimeSpan.FromMinutes(20) }; // of Redis's own clock: a busy machine takes its time

    /// <summary>None are.</summary>
    public static HeldSettings HoldsNone { get; } = new(0, 0, TimeSpan.Zero);

    /// <summary>A new database, migrated.</summary>
    /// <param name="kind">Of which kind.</param>
    /// <param name="redis">The test's own Redis; else the run's.</param>
    /// <param name="held">Which ranks are in the replica's own memory; else those that are asked for often.</param>
    public static async Task<ClusterBoards> CreateAsync(SqlKind kind, RedisServer? redis = null, HeldSettings? held = null) =>
        await CreateAsync(await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync(), redis, held);

    /// <summary>An empty database, migrated.</summary>
    public static async Task<ClusterBoards> CreateAsync(SqlTestDatabase database, RedisServer? redis = null, HeldSettings? held = null)
    {
        var boards = new ClusterBoards(database, redis ?? await SharedRedis.Value, held);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        boards.Set(builder);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults("leaderboard");
        await builder.MigrateLeaderboardAsync();
        return boards;
    }

    public SqlTestDatabase Database => _database;

    /// <summary>The same stores, for another replica.</summary>
    public ClusterBoards Replica(HeldSettings? held = null) => new(_database, _redis, held ?? _held);

    public KeptBus Bus { get; } = new();

    /// <summary>Which news of live events is confirmed as soon as it is said, as Progression does once it has kept it.</summary>
    public Predicate<EventMultipliers> IsConfirmed { get; set; } = _ => true;

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public void Add(WebApplicationBuilder builder)
    {
        Set(builder);
        builder.Services.AddSingleton<IEventBus>(Bus);
        builder.AddBoards();
        if (_held is not null)
            builder.Services.AddSingleton(_held);
        // Time-outs are of the real time: a test that moves the clock by a day has not waited for one.
        builder.Services.AddSingleton(services => new RedisStore(
            services.GetRequiredKeyedService<RedisConnection>(RedisStore.Name), TimeSpan.FromMinutes(1), services.GetRequiredService<StoreDurations>(), TimeProvider.System));
    }

    public Task StartingAsync(WebApplication app)
    {
        _app = app;
        Bus.Heard = ConfirmAsync;
        return Task.CompletedTask;
    }

    public void Stopping()
    {
        // All there is lies in the stores.
    }

    public Task ApplyAsync(BusMessage message) => Get<IBusConsumer>().ApplyAsync([message], TestContext.Current.CancellationToken).AsTask();

    // Where it cannot be done now, as on a machine that is busy with writing, it is done at the next tick.
    public Task RolledOverAsync() => Eventually.Async(async () =>
    {
        await Get<ClusterClock>().RunAsync(TestContext.Current.CancellationToken);
        return true;
    });

    /// <summary>The settings of a service on these stores.</summary>
    public void Set(WebApplicationBuilder builder)
    {
        builder.Configuration["BUS_KIND"] = "redis";
        foreach ((string name, string value) in _database.Settings("leaderboard"))
            builder.Configuration[name] = value;
        builder.Configuration["REDIS_URL"] = _redis.Url;
        builder.Configuration["ROLLOVER_SETTLE_SECONDS"] = "0";
        builder.Configuration.AddInMemoryCollection(SlowMachine.Configuration);
    }

    private Task ConfirmAsync(BusMessage message) => message.Kind == BusMessageKind.LiveEvents && EventMultipliers.TryRead(message.Payload.Span, out EventMultipliers said) && IsConfirmed(said)
        ? Get<MultipliersSaid>().ConfirmAsync(said.At)
        : Task.CompletedTask;

    private static async Task<RedisServer> StartRedisAsync()
    {
        RedisServer server = await RedisServer.StartAsync();
        server.EndWithTheRun();
        return server;
    }
}
