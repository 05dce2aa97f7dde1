using System.Diagnostics;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// The way to Redis for every service: each operation has a time-out, is measured in <c>store_operation_duration_seconds</c>, and is
/// refused at once while Redis cannot be had. Nothing is tried again here but what surely was not done (a script the server has lost):
/// whether an operation may be done twice is its caller's to know.
/// </summary>
public sealed class RedisStore : IDisposable
{
    /// <summary>The store's name in metrics, readiness and refusals.</summary>
    public const string Name = "redis";

    private readonly IConnectionMultiplexer _connection;
    private readonly TimeSpan _timeout;
    private readonly StoreDurations? _durations;
    private readonly TimeProvider _clock;
    private readonly CircuitBreaker _breaker;

    /// <param name="connection">The connection.</param>
    /// <param name="timeout">How long an operation may take.</param>
    /// <param name="durations">The metrics; null where operations wait on purpose.</param>
    /// <param name="clock">The clock.</param>
    internal RedisStore(IConnectionMultiplexer connection, TimeSpan timeout, StoreDurations? durations, TimeProvider clock)
    {
        _connection = connection;
        _timeout = timeout;
        _durations = durations;
        _clock = clock;
        _breaker = new CircuitBreaker(clock);
    }

    /// <summary>Runs one operation: a command, or several sent together.</summary>
    /// <param name="operation">Its name in the metrics, a word of the code: never an id.</param>
    /// <param name="command">Sends it.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Whether the operation was done is not known.</exception>
    /// <exception cref="RedisServerException">The command is wrong.</exception>
    public async Task<T> RunAsync<T>(string operation, Func<IDatabase, Task<T>> command)
    {
        if (!_connection.IsConnected)
            throw new StoreUnavailableException(Name, "is not connected");
        if (!_breaker.TryEnter())
            throw new StoreUnavailableException(Name, "failed again and again, and is left alone for a moment");
        long start = Stopwatch.GetTimestamp();
        try
        {
            T result = await command(_connection.GetDatabase()).WaitAsync(_timeout, _clock);
            _breaker.Succeeded();
            return result;
        }
        catch (Exception e) when (RedisFaults.ReasonOf(e) is { } reason)
        {
            _breaker.Failed();
            throw new StoreUnavailableException(Name, reason, e);
        }
        catch
        {
            _breaker.Succeeded(); // it answered: what it did not like is the caller's affair
            throw;
        }
        finally
        {
            _durations?.Observe(Name, operation, start);
        }
    }

    /// <summary>Runs one script. It is sent whole the first time and by its hash after that.</summary>
    /// <param name="operation">Its name in the metrics.</param>
    /// <param name="script">The Lua text: always the same object, so that it is hashed once.</param>
    /// <param name="keys">The keys it touches, of one hash tag.</param>
    /// <param name="values">Its arguments.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Whether the script ran is not known.</exception>
    /// <exception cref="RedisServerException">The script is wrong.</exception>
    public Task<RedisResult> EvaluateAsync(string operation, string script, RedisKey[] keys, RedisValue[] values) =>
        RunAsync(operation, database => EvaluateAsync(database, script, keys, values));

    /// <summary>
    /// Closes the connection, without the client's farewell: nobody waits for an operation any more, and where the server closes before it has
    /// answered <c>QUIT</c> the client would wait for as long as an operation may take.
    /// </summary>
    public void Dispose() => _connection.Close(allowCommandsToComplete: false);

    // The client knows which scripts it has sent, not that the server was restarted or flushed since; refused so, it forgets and sends it again.
    private static async Task<RedisResult> EvaluateAsync(IDatabase database, string script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script, keys, values);
        }
        catch (RedisServerException e) when (RedisFaults.IsScriptMissing(e))
        {
            return await database.ScriptEvaluateAsync(script, keys, values);
        }
    }
}
