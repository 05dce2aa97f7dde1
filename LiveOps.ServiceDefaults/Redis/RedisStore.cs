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

    // .NET's timers go by a clock that moves every 4 to 10 ms on Linux (CLOCK_MONOTONIC_COARSE), and so may be over that much early.
    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(10);

    private readonly RedisConnection _connection;
    private readonly TimeSpan _timeout;
    private readonly StoreDurations? _durations;
    private readonly TimeProvider _clock;
    private readonly CircuitBreaker _breaker;
    private readonly ServerTime _time = new();

    /// <param name="connection">The connection; closed with the store.</param>
    /// <param name="timeout">How long an operation may take.</param>
    /// <param name="durations">The metrics; null where operations wait on purpose.</param>
    /// <param name="clock">The clock.</param>
    internal RedisStore(RedisConnection connection, TimeSpan timeout, StoreDurations? durations, TimeProvider clock)
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
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Whether the operation was done is not known where the exception says so.</exception>
    /// <exception cref="RedisServerException">The command is wrong.</exception>
    public Task<T> RunAsync<T>(string operation, Func<IDatabase, Task<T>> command) => FailedSpan.IsWanted ? TracedAsync(operation, command) : OnceAsync(operation, command);

    private async Task<T> OnceAsync<T>(string operation, Func<IDatabase, Task<T>> command)
    {
        IConnectionMultiplexer connection = _connection.Current ?? await ConnectAsync();
        if (!connection.IsConnected)
            throw new StoreUnavailableException(Name, "is not connected");
        if (!_breaker.TryEnter())
            throw new StoreUnavailableException(Name, "failed again and again, and is left alone for a moment");
        long start = Stopwatch.GetTimestamp();
        try
        {
            T result = await command(connection.GetDatabase()).WaitAsync(_timeout, _clock);
            _breaker.Succeeded();
            return result;
        }
        catch (Exception e) when (RedisFaults.ReasonOf(e) is { } reason)
        {
            bool isOfReplica = RedisFaults.IsOfReplica(e, connection);
            if (isOfReplica || RedisFaults.IsOfWritesAlone(e))
                _breaker.Succeeded(); // it is there: readers would be kept from it because of writers
            else
                _breaker.Failed();
            if (isOfReplica)
                _connection.Renew(connection);
            throw new StoreUnavailableException(Name, reason, e) { MayBeDone = e is not RedisServerException };
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

    /// <summary>Runs one command at every server that takes writes and is connected: in a cluster each primary, else the one.</summary>
    /// <param name="operation">Its name in the metrics.</param>
    /// <param name="command">Sends it to one of them.</param>
    /// <returns>What they answered who did.</returns>
    /// <exception cref="StoreUnavailableException">Nobody did.</exception>
    internal async Task<T[]> RunOnEachAsync<T>(string operation, Func<IServer, Task<T>> command)
    {
        IConnectionMultiplexer connection = _connection.Current ?? await ConnectAsync();
        IServer[] servers = [.. connection.GetServers().Where(server => server.IsConnected && !server.IsReplica)];
        if (servers.Length == 0)
            throw RedisFaults.IsOfReplicas(connection) ? Replica() : new StoreUnavailableException(Name, "is not connected");
        Task<T>[] asked = [.. servers.Select(server => RunAsync(operation, _ => command(server)))];
        await ((Task)Task.WhenAll(asked)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        T[] answers = [.. asked.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result)];
        return answers.Length > 0 ? answers : await Task.WhenAll(asked);
    }

    /// <summary>What is to be thrown by whoever finds that only replicas are there. Its address is connected to anew: nobody else may be about to write, and to find it out.</summary>
    internal StoreUnavailableException Replica()
    {
        if (_connection.Current is { } connection)
            _connection.Renew(connection);
        return new StoreUnavailableException(Name, "is a replica, which takes no writes: its address must be the primary's");
    }

    /// <summary>Runs one script. It is sent whole the first time and by its hash after that.</summary>
    /// <param name="operation">Its name in the metrics.</param>
    /// <param name="script">The Lua text: always the same object, so that it is hashed once.</param>
    /// <param name="keys">The keys it touches, of one hash tag.</param>
    /// <param name="values">Its arguments.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Whether the script ran, or will run later, is not known where the exception says so.</exception>
    /// <exception cref="RedisServerException">The script is wrong.</exception>
    public Task<RedisResult> EvaluateAsync(string operation, string script, RedisKey[] keys, RedisValue[] values) =>
        RunAsync(operation, database => EvaluateAsync(database, script, keys, values));

    /// <summary>Runs one script unless it comes to Redis only after this has given up waiting: what is refused here is not done later behind the caller's back.</summary>
    /// <param name="operation">Its name in the metrics.</param>
    /// <param name="script">The script.</param>
    /// <param name="keys">The keys it touches, of one hash tag.</param>
    /// <param name="values">Its arguments, and one more at the end, which is set here.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Where it may be done, it was done in time and the answer was lost.</exception>
    /// <exception cref="RedisServerException">The script is wrong.</exception>
    public async Task<RedisResult> EvaluateInTimeAsync(string operation, TimelyScript script, RedisKey[] keys, RedisValue[] values)
    {
        if (!_time.IsKnown)
            await LearnTimeAsync();
        else if (_time.TryRefresh())
            _ = LearnTimeAsync().ContinueWith(static asked => _ = asked.Exception, TaskContinuationOptions.OnlyOnFaulted);
        TimeSpan within = _timeout - (_timeout > 4 * Coarse ? Coarse : _timeout / 4);
        for (bool again = false; ; again = true)
        {
            long asked = ServerTime.Now();
            values[^1] = _time.After(within);
            try
            {
                return await EvaluateAsync(operation, script.Text, keys, values);
            }
            catch (RedisServerException e) when (TimelyScript.IsLate(e, out long at))
            {
                // Late, and answered at once: then it is the clock that was wrong.
                _time.Learn(at, asked);
                if (again || ServerTime.Now() - asked > (long)_timeout.TotalMicroseconds / 2)
                    throw new StoreUnavailableException(Name, "answered too late, and did nothing", e);
            }
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _connection.Dispose();

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        try
        {
            return await _connection.GetAsync().WaitAsync(_timeout, _clock);
        }
        catch (TimeoutException e)
        {
            throw new StoreUnavailableException(Name, "is not connected yet", e);
        }
    }

    private async Task<T> TracedAsync<T>(string operation, Func<IDatabase, Task<T>> command)
    {
        DateTimeOffset began = _clock.GetUtcNow();
        try
        {
            return await OnceAsync(operation, command);
        }
        catch (Exception e) when (FailedSpan.Made(operation, began, e))
        {
            throw; // never: it only passes by
        }
    }

    private async Task LearnTimeAsync()
    {
        long asked = ServerTime.Now();
        var time = (RedisResult[])(await RunAsync("time", database => database.ExecuteAsync("TIME")))!;
        _time.Learn((long)time[0] * 1_000_000 + (long)time[1], asked);
    }

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
