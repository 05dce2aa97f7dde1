using LiveOps.Core.Bus;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>
/// A database of a test's own on a real server, and one of Redis. What is published is applied at once by the host that was built
/// last: as on a bus that is never late.
/// </summary>
internal sealed class SqlTestStore : ITestStore
{
    private static readonly Lazy<Task<RedisServer>> Redis = new(StartRedisAsync);
    private static int _redisDatabases;

    private readonly Lock _gate = new();
    private readonly List<BusMessageKind> _published = [];
    private IBusConsumer? _consumer;

    private SqlTestStore(SqlTestDatabase database, string redis)
    {
        Database = database;
        Settings = [("BUS_KIND", "redis"), .. database.Settings("progression"), ("REDIS_URL", redis), .. SlowMachine.Settings];
    }

    public SqlTestDatabase Database { get; }

    public IReadOnlyList<(string Name, string Value)> Settings { get; }

    public IReadOnlyList<BusMessageKind> Published
    {
        get
        {
            lock (_gate)
                return [.. _published];
        }
    }

    public bool IsDown { get; set; }

    /// <summary>An empty one, migrated.</summary>
    public static async Task<SqlTestStore> CreateAsync(SqlKind kind) => await CreateAsync(
        await SqlServer.SharedAsync(kind), $"{(await Redis.Value).Url}/{Interlocked.Increment(ref _redisDatabases)}");

    /// <summary>An empty one on servers of the test's own, migrated.</summary>
    public static async Task<SqlTestStore> CreateAsync(SqlServer server, string redis) => await CreateAsync(await server.CreateDatabaseAsync(), redis);

    /// <summary>An empty database, migrated.</summary>
    public static async Task<SqlTestStore> CreateAsync(SqlTestDatabase database) => await CreateAsync(database, $"{(await Redis.Value).Url}/{Interlocked.Increment(ref _redisDatabases)}");

    private static async Task<SqlTestStore> CreateAsync(SqlTestDatabase database, string redis)
    {
        var store = new SqlTestStore(database, redis);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(store.Settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults("progression");
        await builder.MigrateSqlAsync<ProgressContext>("progression", TestContext.Current.CancellationToken);
        return store;
    }

    public void Register(IServiceCollection services) => services.AddSingleton<IEventBus>(this);

    public void Serve(IServiceProvider services) => _consumer = services.GetRequiredService<IBusConsumer>();

    public async ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        if (IsDown)
            throw new BusUnavailableException("nobody is there");
        lock (_gate)
        {
            if (message.Kind != BusMessageKind.Events)
                _published.Add(message.Kind);
        }

        await _consumer!.ApplyAsync([message], cancellation);
    }

    private static async Task<RedisServer> StartRedisAsync()
    {
        RedisServer server = await RedisServer.StartAsync(arguments: ["--databases", "1000"]);
        server.EndWithTheRun();
        return server;
    }
}
