using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using StackExchange.Redis;

namespace LiveOps.Tests.Fairness;

/// <summary>A Redis for the tests of one class, one after the other.</summary>
public class RedisPlace : IAsyncLifetime
{
    private readonly List<ConnectionMultiplexer> _connections = [];

    public RedisServer Server { get; private set; } = null!;

    /// <summary>The connection that tests share.</summary>
    internal RedisStore Shared { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await RedisServer.StartAsync(IsDurable, Arguments);
        await PrepareAsync();
        Shared = Connect();
    }

    /// <summary>Whether it has everything on disk: a restart loses nothing.</summary>
    private protected virtual bool IsDurable => false;

    /// <summary>The server's.</summary>
    private protected virtual string[] Arguments => [];

    /// <summary>What there is to do before it is of use.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>One more, as another process would have.</summary>
    internal RedisStore Connect()
    {
        ConnectionMultiplexer connection = ConnectionMultiplexer.Connect($"127.0.0.1:{Server.Port},abortConnect=false,allowAdmin=true");
        _connections.Add(connection);
        return new RedisStore(connection, TimeSpan.FromSeconds(5), new StoreDurations(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())), TimeProvider.System);
    }

    public void Clear() => _connections[0].GetServer(_connections[0].GetEndPoints()[0]).FlushAllDatabases();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (ConnectionMultiplexer connection in _connections)
            connection.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>One that may be killed.</summary>
public sealed class DurablePlace : RedisPlace
{
    private protected override bool IsDurable => true;
}
