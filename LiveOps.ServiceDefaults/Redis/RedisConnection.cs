using System.Net;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// The connection to a Redis, made in the background at the first asking: where no server answers the client holds its caller up for as long
/// as connecting may take, and goes on trying by itself. That it is lost, and that it is back, is one line each in the log.
/// </summary>
internal sealed partial class RedisConnection : IDisposable
{
    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;
    private readonly ILogger _logger;
    private int _isDown;

    /// <param name="connect">Connects; may hold its caller up.</param>
    /// <param name="logger">Gets the two lines.</param>
    /// <param name="spans">Makes spans of what is sent; null where nobody collects them.</param>
    public RedisConnection(Func<IConnectionMultiplexer> connect, ILogger<RedisConnection> logger, StackExchangeRedisInstrumentation? spans)
    {
        _logger = logger;
        _connecting = new(() =>
        {
            using (ExecutionContext.SuppressFlow()) // it is nobody's request
                return Task.Run(() => Make(connect, spans));
        });
    }

    /// <summary>The client, connected or trying to; null before it is made.</summary>
    public IConnectionMultiplexer? Current => _connecting is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } made } ? made.Result : null;

    /// <summary>The client, as soon as it is made.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => _connecting.Value;

    /// <summary>
    /// Closes it without the client's farewell: nobody waits for an operation any more, and where the server closes before it has answered
    /// <c>QUIT</c> the client would wait for as long as an operation may take.
    /// </summary>
    public void Dispose()
    {
        if (_connecting.IsValueCreated)
            _ = _connecting.Value.ContinueWith(static made => made.Result.Close(allowCommandsToComplete: false), TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously);
    }

    private IConnectionMultiplexer Make(Func<IConnectionMultiplexer> connect, StackExchangeRedisInstrumentation? spans)
    {
        IConnectionMultiplexer made = connect();
        made.ConnectionFailed += (_, failed) => Down(failed.ConnectionType, failed.EndPoint, failed.FailureType);
        made.ConnectionRestored += (_, restored) => Up(restored.ConnectionType, restored.EndPoint);
        if (!made.IsConnected)
            Down(ConnectionType.Interactive, made.GetEndPoints(configuredOnly: true).FirstOrDefault(), ConnectionFailureType.UnableToConnect);
        spans?.AddConnection(made);
        return made;
    }

    private void Down(ConnectionType type, EndPoint? server, ConnectionFailureType why)
    {
        if (type == ConnectionType.Interactive && Interlocked.Exchange(ref _isDown, 1) == 0)
            Log.Lost(_logger, Text(server), why);
    }

    private void Up(ConnectionType type, EndPoint? server)
    {
        if (type == ConnectionType.Interactive && Interlocked.Exchange(ref _isDown, 0) == 1)
            Log.Back(_logger, Text(server));
    }

    private static string Text(EndPoint? server) => server is DnsEndPoint named ? $"{named.Host}:{named.Port}" : server?.ToString() ?? "its address";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis at {Server} cannot be reached ({Reason}). It is tried again and again.")]
        public static partial void Lost(ILogger logger, string server, ConnectionFailureType reason);

        [LoggerMessage(LogLevel.Information, "Redis at {Server} is there again.")]
        public static partial void Back(ILogger logger, string server);
    }
}
