using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// The connection to a Redis, made in the background at the first asking: where no server answers the client holds its caller up for as long
/// as connecting may take, and goes on trying by itself. That it is lost, and that it is back, is one line each in the log.
/// <para>A server that has become a replica is never left by the client, which keeps its connection and refuses to write for good, where one address stands for whoever is the primary
/// (findings/stackexchange-redis-demoted-server-kept.sh). So whoever is refused says so, and the address is connected to anew (<see cref="Renew"/>).</para>
/// </summary>
internal sealed partial class RedisConnection : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(60);

    private readonly Func<IConnectionMultiplexer> _connect;
    private readonly StackExchangeRedisInstrumentation? _spans;
    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;
    private readonly ILogger _logger;
    private IConnectionMultiplexer? _renewed;
    private IDisposable? _traced;
    private TimeSpan _pause = ShortestPause;
    private long _renewedAt;
    private int _isDown, _isRenewing;
    private volatile bool _isDisposed;

    /// <param name="connect">Connects; may hold its caller up.</param>
    /// <param name="logger">Gets the two lines.</param>
    /// <param name="spans">Makes spans of what is sent; null where nobody collects them.</param>
    public RedisConnection(Func<IConnectionMultiplexer> connect, ILogger<RedisConnection> logger, StackExchangeRedisInstrumentation? spans)
    {
        _logger = logger;
        (_connect, _spans) = (connect, spans);
        _connecting = new(() =>
        {
            using (ExecutionContext.SuppressFlow()) // it is nobody's request
            {
                return Task.Run(() =>
                {
                    IConnectionMultiplexer made = connect();
                    Watch(made);
                    if (!made.IsConnected)
                        Down(made, ConnectionType.Interactive, Address(made), ConnectionFailureType.UnableToConnect);
                    return made;
                });
            }
        });
    }

    /// <summary>The client, connected or trying to; null before it is made.</summary>
    public IConnectionMultiplexer? Current => Volatile.Read(ref _renewed) ?? (_connecting is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } made } ? made.Result : null);

    /// <summary>The client, as soon as it is made.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => _connecting.Value;

    /// <summary>
    /// Connects anew, in the background, because the server of this client takes no writes any more. What is on its way there is still answered. At once the first time; where that leads to a
    /// replica again, for a failover takes its time, later each time. Not in a Redis Cluster, whose nodes tell the client where to go.
    /// </summary>
    /// <param name="refused">The client that was refused; nothing is done when it is not the current one any more.</param>
    public void Renew(IConnectionMultiplexer refused)
    {
        if (refused != Current || _isDisposed || Interlocked.Exchange(ref _isRenewing, 1) == 1)
            return;
        TimeSpan since = Stopwatch.GetElapsedTime(Volatile.Read(ref _renewedAt));
        if ((_renewedAt != 0 && since < _pause) || refused.GetServers().Any(server => server.ServerType == ServerType.Cluster))
        {
            Volatile.Write(ref _isRenewing, 0);
            return;
        }

        _pause = _renewedAt == 0 || since > 2 * LongestPause ? ShortestPause : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => RenewAsync(refused));
    }

    /// <summary>
    /// Closes it without the client's farewell: nobody waits for an operation any more, and where the server closes before it has answered
    /// <c>QUIT</c> the client would wait for as long as an operation may take.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        Volatile.Read(ref _renewed)?.Close(allowCommandsToComplete: false);
        if (_connecting.IsValueCreated)
            _ = _connecting.Value.ContinueWith(static made => made.Result.Close(allowCommandsToComplete: false), TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously);
    }

    private void Watch(IConnectionMultiplexer made)
    {
        made.ConnectionFailed += (_, failed) => Down(made, failed.ConnectionType, failed.EndPoint, failed.FailureType);
        made.ConnectionRestored += (_, restored) => Up(made, restored.ConnectionType, restored.EndPoint);
        _traced?.Dispose();
        _traced = _spans?.AddConnection(made);
    }

    private async Task RenewAsync(IConnectionMultiplexer refused)
    {
        try
        {
            IConnectionMultiplexer made = _connect();
            if (!made.IsConnected || _isDisposed)
            {
                made.Close(allowCommandsToComplete: false);
                return;
            }

            Volatile.Write(ref _renewed, made);
            Watch(made);
            Log.Renewed(_logger, Text(Address(made)));
            Up(made, ConnectionType.Interactive, Address(made));
            if (_isDisposed)
                made.Close(allowCommandsToComplete: false);
            await refused.CloseAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotRenewed(_logger, e.Message);
        }
        finally
        {
            Volatile.Write(ref _renewedAt, Stopwatch.GetTimestamp());
            Volatile.Write(ref _isRenewing, 0);
        }
    }

    private static EndPoint? Address(IConnectionMultiplexer made) => made.GetEndPoints(configuredOnly: true).FirstOrDefault();

    // A client that was replaced says that it is closed, which nobody needs to know.
    private bool IsReplaced(IConnectionMultiplexer made) => Volatile.Read(ref _renewed) is { } renewed && renewed != made;

    private void Down(IConnectionMultiplexer made, ConnectionType type, EndPoint? server, ConnectionFailureType why)
    {
        if (type == ConnectionType.Interactive && !IsReplaced(made) && Interlocked.Exchange(ref _isDown, 1) == 0)
            Log.Lost(_logger, Text(server), why);
    }

    private void Up(IConnectionMultiplexer made, ConnectionType type, EndPoint? server)
    {
        if (type == ConnectionType.Interactive && !IsReplaced(made) && Interlocked.Exchange(ref _isDown, 0) == 1)
            Log.Back(_logger, Text(server));
    }

    private static string Text(EndPoint? server) => server is DnsEndPoint named ? $"{named.Host}:{named.Port}" : server?.ToString() ?? "its address";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis at {Server} cannot be reached ({Reason}). It is tried again and again.")]
        public static partial void Lost(ILogger logger, string server, ConnectionFailureType reason);

        [LoggerMessage(LogLevel.Information, "Redis at {Server} is there again.")]
        public static partial void Back(ILogger logger, string server);

        [LoggerMessage(LogLevel.Warning, "Redis at {Server} took no writes any more, as one does that has become a replica: it is connected to anew.")]
        public static partial void Renewed(ILogger logger, string server);

        [LoggerMessage(LogLevel.Warning, "Redis takes no writes any more, and could not be connected to anew: {Reason}.")]
        public static partial void NotRenewed(ILogger logger, string reason);
    }
}
