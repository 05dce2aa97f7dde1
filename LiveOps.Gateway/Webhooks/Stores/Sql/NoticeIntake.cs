using System.Globalization;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>
/// Takes notices out of the queues of all services: they are appended to the log, a part of a queue after the other and each whole or not at all, since what is heard counts up to its
/// number; only then they are taken away, with word of up to where. What comes again was heard before, by its number.
/// </summary>
internal sealed partial class NoticeIntake(WebhookState state, WebhookReplica replica, RedisStore redis, ILogger<NoticeIntake> logger)
{
    private const int Chunk = 500;

    // KEYS: a queue, and what was taken of it. ARGV: up to where.
    private const string TakenScript = """
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
        if tonumber(redis.call('GET', KEYS[2]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[2], ARGV[1]) end
        """;

    /// <summary>Takes what is there, a chunk of each queue.</summary>
    public async Task TakeAsync()
    {
        IReadOnlyList<NoticeQueue> queues = NoticeQueue.All;
        SortedSetEntry[][] found = await redis.RunAsync("read-notices", database => Task.WhenAll(queues.Select(queue => database.SortedSetRangeByRankWithScoresAsync(queue.Key, 0, Chunk - 1))));
        await Task.WhenAll(queues.Zip(found).Where(one => one.Second.Length > 0).Select(one => TakeAsync(one.First, one.Second)));
    }

    private async Task TakeAsync(NoticeQueue queue, SortedSetEntry[] found)
    {
        long heard = state.Heard(queue.Name);
        foreach (List<WebhookEntry> part in Parts(found.Where(one => (long)one.Score >= heard).Select(one => Read(queue, one)).OfType<NoticeBatch>().Select(WebhookEntry.Of)))
        {
            if (!await replica.ExecuteAllAsync(part))
                return; // another replica sends by now, and takes them
        }

        await redis.EvaluateAsync("take-notices", TakenScript, [queue.Key, queue.Taken], [((long)found[^1].Score).ToString(CultureInfo.InvariantCulture)]);
    }

    private static IEnumerable<List<WebhookEntry>> Parts(IEnumerable<WebhookEntry> entries)
    {
        var part = new List<WebhookEntry>();
        int bytes = 0;
        foreach (WebhookEntry entry in entries)
        {
            if (part.Count > 0 && bytes + entry.Bytes.Length > WebhookReplica.MostRow)
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(entry);
            bytes += entry.Bytes.Length;
        }

        if (part.Count > 0)
            yield return part;
    }

    private NoticeBatch? Read(NoticeQueue queue, SortedSetEntry entry)
    {
        try
        {
            return new NoticeBatch(queue.Name, (long)entry.Score, [NoticeQueue.Read(entry.Element!)]);
        }
        catch (InvalidDataException e)
        {
            Log.Damaged(logger, queue.Name, (long)entry.Score, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Notice {Number} of {Queue} cannot be read and is left out: {Reason}.")]
        public static partial void Damaged(ILogger logger, string queue, long number, string reason);
    }
}
