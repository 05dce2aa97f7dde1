using System.Globalization;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// Feeds a consumer from every partition, and from the stream of its replayed dead letters. Beside the reading, every second,
/// it says of what is in hand that it is worked on, trims the streams, measures the lag, counts the dead letters and forgets replicas that ended.
/// </summary>
internal sealed partial class RedisStreamsFeed(
    IBusConsumer consumer,
    [FromKeyedServices(ServerCheck.Name)] RedisStore store,
    StreamLetters letters,
    BusMetrics metrics,
    RedisStreamsSettings settings,
    TimeProvider clock,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    // In rounds: as often as somebody looks.
    private const int LettersEvery = 5;

    private readonly ILogger _logger = loggers.CreateLogger<RedisStreamsFeed>();
    private readonly CancellationTokenSource _stop = new(), _hurry = new();
    private readonly List<RedisStore> _waiting = [];
    private readonly List<(StreamGroup Group, GroupReader Reader)> _streams = [];
    private readonly GroupApplier _applier = new(consumer, metrics, clock, loggers.CreateLogger<GroupApplier>());
    private readonly string _replica = Name();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins, without waiting for Redis.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Takes nothing new, finishes what is in hand. Past the host's patience what is left stays for another replica.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await using CancellationTokenRegistration registration = cancellationToken.Register(_hurry.Cancel);
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _hurry.CancelAsync();
        await _running;
        _waiting.ForEach(connection => connection.Dispose());
        _applier.Dispose();
        _stop.Dispose();
        _hurry.Dispose();
    }

    private async Task RunAsync()
    {
        for (int number = 0; number < settings.Partitions; number++)
            Add(StreamKeys.OfPartition(number), settings.Groups, WaitingConnection());
        Add(StreamKeys.OfReplays(consumer.Name), [consumer.Name], null);
        Task[] reading = [.. _streams.Select(stream => stream.Reader.RunAsync(_stop.Token, _hurry.Token))];
        await Rounds.RunLaterAsync(Round, clock, KeepHouseAsync, _stop.Token);
        await Task.WhenAll(reading);
    }

    private void Add(StreamKeys keys, IReadOnlyList<string> groups, RedisStore? waiting)
    {
        var group = new StreamGroup(store, keys, consumer.Name, _replica, groups);
        _streams.Add((group, new GroupReader(group, waiting, _applier, letters, metrics, settings, clock, loggers.CreateLogger<GroupReader>())));
    }

    // A command that waits holds up what is behind it: each partition's reads have a connection of their own.
    private RedisStore WaitingConnection()
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(settings.Redis.ConnectionString);
        settings.Redis.Apply(options);
        TimeSpan patience = GroupReader.Wait + settings.Redis.OperationTimeout;
        options.SyncTimeout = (int)(2 * patience.TotalMilliseconds);
        var connection = new RedisConnection(() => ConnectionMultiplexer.Connect(options), loggers.CreateLogger<RedisConnection>(), spans: null);
        _waiting.Add(new RedisStore(connection, patience, null, clock));
        return _waiting[^1];
    }

    private async Task KeepHouseAsync(int round)
    {
        try
        {
            double behind = 0;
            foreach ((StreamGroup group, GroupReader reader) in _streams)
            {
                await reader.KeepAsync();
                behind += await group.SurveyAsync(reader == _streams[^1].Reader ? 0 : settings.HistoryBytes); // the last is that of replays
                if (round % 10 == 0)
                    await group.SweepAsync(settings.ClaimAfter);
            }

            metrics.Lag.Set(behind);
            if (round % LettersEvery == 0 || double.IsNaN(metrics.DeadLettersWaiting.Value))
                metrics.DeadLettersWaiting.Set(await letters.CountAsync());
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException)
        {
            metrics.Lag.Set(double.NaN); // a number of before would say that somebody looked
            metrics.DeadLettersWaiting.Set(double.NaN);
            Log.CannotKeepHouse(_logger, consumer.Name, e.Message); // the readers say the same, and loudly
        }
    }

    private static string Name() => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Consumer} cannot look after its streams: {Reason}.")]
        public static partial void CannotKeepHouse(ILogger logger, string consumer, string reason);
    }
}
