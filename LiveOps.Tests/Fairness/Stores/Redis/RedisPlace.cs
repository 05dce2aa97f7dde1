using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>A Redis for the tests of one class, one after the other.</summary>
public class RedisPlace : IAsyncLifetime
{
    private readonly List<ConnectionMultiplexer> _connections = [];

    public RedisServer Server { get; private set; } = null!;

    /// <summary>The connection that tests share.</summary>
    internal RedisStore Shared { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await StartServerAsync();
        Shared = Connect();
    }

    private protected virtual Task<RedisServer> StartServerAsync() => RedisServer.StartAsync();

    /// <summary>One more, as another process would have.</summary>
    internal RedisStore Connect()
    {
        ConnectionMultiplexer connection = ConnectionMultiplexer.Connect($"127.0.0.1:{Server.Port},abortConnect=false,allowAdmin=true,connectTimeout=60000,syncTimeout=60000");
        _connections.Add(connection);
        return new RedisStore(
            new RedisConnection(() => connection, NullLogger<RedisConnection>.Instance, spans: null),
            TimeSpan.FromMinutes(1), new StoreDurations(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())), TimeProvider.System);
    }

    public void Clear() => _connections[0].GetServer(_connections[0].GetEndPoints()[0]).FlushAllDatabases();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (ConnectionMultiplexer connection in _connections)
            connection.Close(allowCommandsToComplete: false);
        await Server.DisposeAsync();
    }
}

/// <summary>One that may be killed: it has everything on disk, and a restart loses nothing.</summary>
public sealed class DurablePlace : RedisPlace
{
    private protected override Task<RedisServer> StartServerAsync() => RedisServer.StartAsync(appendOnly: true);
}
