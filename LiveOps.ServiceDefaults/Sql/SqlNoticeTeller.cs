using System.Data.Common;
using System.Globalization;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// Brings the notices of a service's database to where a gateway takes them, in every replica; whoever comes second finds it done:
/// <list type="number">
/// <item>what was written since gets its numbers, in a transaction of its own, and in the order of its rows: a row that is seen later than one behind it gets a later number. Rows of one
/// subject are seen in their order, since their transactions waited for each other;</item>
/// <item>what is numbered and not there yet is put there, as much as there is room for; twice is once, by the number;</item>
/// <item>what a gateway has taken is deleted. A Redis that has lost all says of nothing that it was taken: so it is put there again;</item>
/// <item>how many wait is counted now and then, also while Redis is away; and where nobody has been heard of for an hour, what waits is deleted, since nobody will take it.</item>
/// </list>
/// </summary>
/// <typeparam name="TContext">The service's context.</typeparam>
public sealed partial class SqlNoticeTeller<TContext> : BackgroundService where TContext : DbContext
{
    private const int MostTold = 1000, MicrosecondTicks = 10, CountEvery = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300), Deaf = TimeSpan.FromHours(1);
    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    // KEYS: the queue, and what was taken of it. Answers what was taken, the highest number that is there, and how many there are.
    private const string LookScript = """
        local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
        return { redis.call('GET', KEYS[2]) or '0', last[2] and string.format('%.0f', last[2]) or '0', redis.call('ZCARD', KEYS[1]) }
        """;

    // ARGV: behind which number they come, then of each its number and itself. Where that is not there any more, Redis has lost something, and it is looked again. What was taken
    // meanwhile does not come back.
    private const string TellScript = """
        local taken, last = tonumber(redis.call('GET', KEYS[2]) or '0'), redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
        if math.max(taken, tonumber(last[2] or '0')) < tonumber(ARGV[1]) then return 0 end
        for at = 2, #ARGV, 2 do
          if tonumber(ARGV[at]) > taken then redis.call('ZADD', KEYS[1], ARGV[at], ARGV[at + 1]) end
        end
        return 1
        """;

    private readonly NoticeQueue _queue;
    private readonly WantedNotices _wanted;
    private readonly SqlDatabase<TContext> _database;
    private readonly RedisStore _redis;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private long _heard;
    private string _trouble = "";

    /// <param name="queue">Where they go.</param>
    /// <param name="wanted">Is told whether there is room for more, and how many were told.</param>
    /// <param name="database">Where they are.</param>
    /// <param name="redis">Where the queue is.</param>
    /// <param name="clock">Numbers them, and measures the rounds.</param>
    /// <param name="logger">Where trouble is told.</param>
    public SqlNoticeTeller(NoticeQueue queue, WantedNotices wanted, SqlDatabase<TContext> database, RedisStore redis, TimeProvider clock, ILogger<SqlNoticeTeller<TContext>> logger)
    {
        (_queue, _wanted, _database, _redis, _clock, _logger) = (queue, wanted, database, redis, clock, logger);
        _heard = clock.GetTimestamp();
    }

    /// <summary>One round; false when there was nothing to do.</summary>
    public async Task<bool> TellAsync(CancellationToken cancellation)
    {
        if (!await _database.TransactAsync("notices", NumberAsync, cancellation)) // 1
            return false;
        if (_wanted.IsHeard)
            _heard = _clock.GetTimestamp();
        else if (_clock.GetElapsedTime(_heard) >= Deaf)
            return await _database.TransactAsync("notices", DropAsync, cancellation) > 0; // 4
        RedisKey[] keys = [_queue.Key, _queue.Taken];
        var answer = (RedisResult[])(await _redis.EvaluateAsync("look-notices", LookScript, keys, []))!;
        (long taken, long last, int there) = (Number(answer[0]), Number(answer[1]), (int)answer[2]);
        long after = Math.Max(taken, last);
        List<(long Number, string Content)> waiting = there >= MostTold ? [] : await _database.TransactAsync("notices", unit => ReadAsync(unit, after), cancellation);
        if (waiting.Count > 0) // 2
        {
            RedisValue[] values = [after, .. waiting.SelectMany(one => (RedisValue[])[one.Number, NoticeQueue.Member(one.Number, Convert.FromBase64String(one.Content))])];
            if ((int)await _redis.EvaluateAsync("tell-notices", TellScript, keys, values) == 1)
                _wanted.Told(waiting.Count);
        }

        if (taken > 0) // 3
            await _database.TransactAsync("notices", unit => TakenAsync(unit, taken), cancellation);
        return true;
    }

    /// <summary>Counts what waits, and says whether there is room for more.</summary>
    public async Task CountAsync(CancellationToken cancellation)
    {
        bool isFull = await _database.TransactAsync(
            "notices",
            async unit =>
            {
                await using DbDataReader rows = await unit.ReadAsync(("notice_count", Nothing));
                await rows.ReadAsync(unit.Cancellation);
                return rows.GetInt64(0) >= NoticeOutbox.Most;
            },
            cancellation);
        _wanted.Room(!isFull);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Interval, _clock, round => TryAsync(round, stoppingToken), stoppingToken);

    private async Task TryAsync(int round, CancellationToken cancellation)
    {
        try
        {
            if (round % CountEvery == 0)
                await CountAsync(cancellation); // first: Redis may be away, and then more and more waits
            await TellAsync(cancellation);
            _trouble = "";
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            if (_trouble != e.Message)
                Log.Delayed(_logger, e.Message); // the same trouble is told once
            _trouble = e.Message;
        }
    }

    private async Task<bool> NumberAsync(SqlUnit unit)
    {
        await using (DbDataReader rows = await unit.ReadAsync(("notice_any", Nothing)))
        {
            if (!await rows.ReadAsync(unit.Cancellation))
                return false;
        }

        long last;
        var ids = new List<long>();
        await using (DbDataReader rows = await unit.ReadAsync(("notice_hold", Nothing), ("notice_new", Nothing)))
        {
            await rows.ReadAsync(unit.Cancellation);
            last = rows.GetInt64(0);
            await rows.NextResultAsync(unit.Cancellation);
            while (await rows.ReadAsync(unit.Cancellation))
                ids.Add(rows.GetInt64(0));
        }

        if (ids.Count == 0)
            return true;
        long first = Math.Max(last + 1, _clock.Now() / MicrosecondTicks);
        await unit.ExecuteAsync(
            ("notice_number", SqlBatch.Many([.. ids.Index()], (json, one) =>
            {
                json.WriteNumber("i", one.Item);
                json.WriteNumber("n", first + one.Index);
            })),
            ("notice_last", SqlBatch.One(json => json.WriteNumber("last", first + ids.Count - 1))));
        return true;
    }

    private static async Task<int> DropAsync(SqlUnit unit) =>
        await ReadAsync(unit, 0) is [.., var last] ? await TakenAsync(unit, last.Number) : 0;

    private static Task<int> TakenAsync(SqlUnit unit, long taken) => unit.ExecuteAsync(("notice_taken", SqlBatch.One(json => json.WriteNumber("taken", taken))));

    private static async Task<List<(long Number, string Content)>> ReadAsync(SqlUnit unit, long after)
    {
        var waiting = new List<(long, string)>();
        await using DbDataReader rows = await unit.ReadAsync(("notice_waiting", SqlBatch.One(json => json.WriteNumber("after", after))));
        while (await rows.ReadAsync(unit.Cancellation))
            waiting.Add((rows.GetInt64(0), rows.GetString(1)));
        return waiting;
    }

    private static long Number(RedisResult result) => long.Parse((string)result!, CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Notices are told later: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
