using System.Globalization;
using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Upkeep;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Tells the bus who is blocked and who is no more. The script that writes a decision notes it as news, numbered, of each player the newest; every replica looks for news once a
/// second, publishes them, and takes away exactly what it has published: two that come at once, or one that dies halfway, publish the same twice.
/// </summary>
internal sealed partial class BlockNews(RedisStore redis, IEventBus bus, TimeProvider clock, ILogger<BlockNews> logger) : BackgroundService
{
    private const string Number = "#";

    private const string DoneScript = """
        for n = 1, #ARGV, 2 do
          if redis.call('HGET', KEYS[1], ARGV[n]) == ARGV[n + 1] then redis.call('HDEL', KEYS[1], ARGV[n]) end
        end
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Announces what has not been announced.</summary>
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        HashEntry[][] news = await redis.RunAsync("read-blocks", database => Task.WhenAll(
            Enumerable.Range(0, PlayerKeys.Shards).Select(shard => database.HashGetAllAsync(PlayerKeys.BlockNews(shard)))));
        for (int shard = 0; shard < news.Length; shard++)
        {
            HashEntry[] blocks = [.. news[shard].Where(entry => entry.Name.ToString() != Number)];
            if (blocks.Length == 0)
                continue;
            foreach (HashEntry block in blocks)
                await bus.PublishAsync(new BusMessage(BusMessageKind.PlayerBlock, Read(block.Value!).ToBytes()), cancellation);
            await redis.EvaluateAsync("announce-blocks", DoneScript, [PlayerKeys.BlockNews(shard)], [.. blocks.SelectMany(block => (RedisValue[])[block.Name, block.Value])]);
        }
    }

    /// <summary>Takes away what has not been announced of a player.</summary>
    public Task EraseAsync(UInt128 player) =>
        redis.RunAsync("erase-blocks", database => database.HashDeleteAsync(PlayerKeys.BlockNews(PlayerKeys.ShardOf(player)), PlayerKeys.NameOf(player)));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Interval, clock, _ => TryAsync(stoppingToken), stoppingToken);

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await AnnounceAsync(cancellation);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Waiting(logger, e.Message);
        }
    }

    // number:until:id
    private static PlayerBlock Read(string news)
    {
        int first = news.IndexOf(':', StringComparison.Ordinal), second = news.IndexOf(':', first + 1);
        return new PlayerBlock(
            news[(second + 1)..], long.Parse(news.AsSpan(0, first), CultureInfo.InvariantCulture), long.Parse(news.AsSpan(first + 1, second - first - 1), CultureInfo.InvariantCulture));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Boards cannot be told yet who is blocked, trying again: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
