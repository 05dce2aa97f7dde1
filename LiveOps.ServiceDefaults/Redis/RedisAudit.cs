using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Audit;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// The audit in Redis: one sorted set, or several that lie with what they are about and are merged when they are read. All scores are 0, so entries are in the order of
/// their bytes (<see cref="RedisAuditFormat"/>), which begin with their time. Who writes one in a script of its own gives it to the script as a member; nothing else is
/// needed, and what is written twice is there once.
/// </summary>
/// <param name="redis">The store.</param>
/// <param name="settings">How much is kept.</param>
/// <param name="clock">Says what is too old.</param>
/// <param name="own">The key of what is noted here.</param>
/// <param name="others">The keys that others write.</param>
public sealed class RedisAudit(RedisStore redis, AuditSettings settings, TimeProvider clock, byte[] own, params byte[][] others) : IAudit
{
    private const int Chunk = 500;

    private const string PageScript = "return redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[1], '-', 'LIMIT', 0, ARGV[2])";

    // ARGV: the entry, and how many are kept.
    private const string NoteScript = """
        redis.call('ZADD', KEYS[1], 0, ARGV[1])
        redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[2]) - 1)
        """;

    // ARGV: entries, each followed by what takes its place.
    private const string RewriteScript = """
        for at = 1, #ARGV, 2 do
          if redis.call('ZREM', KEYS[1], ARGV[at]) == 1 then redis.call('ZADD', KEYS[1], 0, ARGV[at + 1]) end
        end
        """;

    private readonly byte[][] _keys = [own, .. others];

    /// <inheritdoc/>
    public async ValueTask<AuditPage?> PageAsync(AuditQuery query, CancellationToken cancellation)
    {
        byte[]? before = null;
        if (query.After is { } after && !RedisAuditFormat.TryParse(after, out before))
            return null;
        query = query with { From = Math.Max(query.From, clock.Now() - settings.Keep.Ticks) };
        List<(byte[] Bytes, AuditEntry Entry)>[] found = await Task.WhenAll(_keys.Select(key => FindAsync(key, before, query, cancellation)));
        (string, AuditEntry)[] newest =
        [
            .. found.SelectMany(entries => entries).OrderByDescending(entry => entry.Bytes, RedisAuditFormat.Order).Take(query.Limit + 1).Select(entry => (RedisAuditFormat.Position(entry.Bytes), entry.Entry)),
        ];
        return AuditPage.Of(newest, query.Limit);
    }

    /// <inheritdoc/>
    public Task NoteAsync(AuditEntry entry, CancellationToken cancellation) =>
        redis.EvaluateAsync("write-audit", NoteScript, [own], [RedisAuditFormat.Member(entry, entry.Token), settings.Entries]);

    /// <inheritdoc/>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        RedisValue end = RedisAuditFormat.Before(clock.Now() - settings.Keep.Ticks);
        foreach (byte[] key in _keys)
            await redis.RunAsync("forget-audit", database => database.ExecuteAsync("ZREMRANGEBYLEX", (RedisKey)key, "-", end));
    }

    /// <summary>Takes a player out of the entries about them, which stay. Done twice it does no harm.</summary>
    /// <param name="player">The hash of the player's id.</param>
    public async Task EraseAsync(UInt128 player)
    {
        foreach (byte[] key in _keys)
        {
            byte[]? before = null;
            for (byte[][]? entries = null; entries is null || entries.Length == Chunk; before = entries[^1])
            {
                entries = await RangeAsync(key, before);
                RedisValue[] rewritten = [.. entries.Where(entry => RedisAuditFormat.PlayerOf(entry) == player).SelectMany(entry => (RedisValue[])[entry, RedisAuditFormat.WithoutPlayer(entry)])];
                if (rewritten.Length > 0)
                    await redis.EvaluateAsync("erase-audit", RewriteScript, [key], rewritten);
                if (entries.Length == 0)
                    break;
            }
        }
    }

    private async Task<List<(byte[] Bytes, AuditEntry Entry)>> FindAsync(byte[] key, byte[]? before, AuditQuery query, CancellationToken cancellation)
    {
        UInt128? player = query.Player is { } id && id != AuditEntry.Erased ? IdHash.Of(System.Text.Encoding.ASCII.GetBytes(id)) : null;
        var found = new List<(byte[] Bytes, AuditEntry Entry)>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[][] entries = await RangeAsync(key, before);
            foreach (byte[] entry in entries)
            {
                if (RedisAuditFormat.TimeOf(entry) < query.From || found.Count > query.Limit)
                    return found;
                if ((player is null || player == RedisAuditFormat.PlayerOf(entry)) && RedisAuditFormat.Read(entry) is var read && query.Wants(read))
                    found.Add((entry, read));
            }

            if (entries.Length < Chunk || found.Count > query.Limit)
                return found;
            before = entries[^1];
        }
    }

    private async Task<byte[][]> RangeAsync(byte[] key, byte[]? before)
    {
        RedisValue from = before is null ? "+" : (byte[])[(byte)'(', .. before];
        RedisResult range = await redis.EvaluateAsync("read-audit", PageScript, [key], [from, Chunk]);
        return Array.ConvertAll((RedisResult[])range!, entry => (byte[])entry!);
    }
}
