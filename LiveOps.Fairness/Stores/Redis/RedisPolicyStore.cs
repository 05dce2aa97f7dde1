using System.Collections.Concurrent;
using System.Globalization;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// The versions of Fairness's document in Redis, under the hash tag <c>{fairness:policies}</c>: the revision and each version in a hash, the texts in another, and which changed
/// when in a sorted set. A change is one script that compares the revision. When Redis has lost all of it, the first replica that looks writes back
/// what it knows: every version, and the texts that it has read, those in force and to come among them.
/// </summary>
internal sealed class RedisPolicyStore(RedisStore redis, AuditSettings audits, WantedNotices? wanted = null) : IPolicyStore
{
    private const int MostTries = 3, MostTexts = 128;

    // KEYS: versions, texts, changes. ARGV: after which revision. Answers the revision, how many are kept, and the versions changed since.
    private const string ReadScript = """
        local answer = { redis.call('HGET', KEYS[1], 'revision') or '', redis.call('HLEN', KEYS[2]) }
        for _, number in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. ARGV[1], '+inf')) do answer[#answer + 1] = redis.call('HGET', KEYS[1], number) end
        return answer
        """;

    // KEYS: besides, the audit, the notices, and what was taken of them. ARGV: the revision it was decided by, a token, the number, the revision to come, the version, its text (empty:
    // none), what the audit gets (empty: nothing) and how many entries it keeps, the notice (empty: none) and how many wait at the most, then the numbers to forget.
    // Answers 1 when it is done, also when it was before; 2 when it is and the notice found no room.
    private static readonly TimelyScript WriteScript = new("""
        if (redis.call('HGET', KEYS[1], 'revision') or '0') ~= ARGV[1] then
          if redis.call('HGET', KEYS[1], 'token') == ARGV[2] then return 1 end
          return 0
        end
        redis.call('HSET', KEYS[1], 'revision', ARGV[4], 'token', ARGV[2], ARGV[3], ARGV[5])
        redis.call('ZADD', KEYS[3], ARGV[4], ARGV[3])
        if ARGV[6] ~= '' then redis.call('HSET', KEYS[2], ARGV[3], ARGV[6]) end
        if ARGV[7] ~= '' then
          redis.call('ZADD', KEYS[4], 0, ARGV[7])
          redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -tonumber(ARGV[8]) - 1)
        end
        local done = 1
        if ARGV[9] ~= '' and redis.call('ZCARD', KEYS[5]) >= tonumber(ARGV[10]) then
          done = 2
        elseif ARGV[9] ~= '' then
          local time, last = redis.call('TIME'), redis.call('ZRANGE', KEYS[5], -1, -1, 'WITHSCORES')
          local number = string.format('%.0f', math.max(time[1] * 1000000 + time[2], tonumber(last[2] or '0') + 1, tonumber(redis.call('GET', KEYS[6]) or '0') + 1))
          redis.call('ZADD', KEYS[5], number, number .. ':' .. ARGV[9])
        end
        for at = 11, #ARGV do
          redis.call('HDEL', KEYS[1], ARGV[at])
          redis.call('HDEL', KEYS[2], ARGV[at])
          redis.call('ZREM', KEYS[3], ARGV[at])
        end
        return done
        """);

    // ARGV: the revision, then of each version the number, the revision it was changed with, itself and its text. Only where there is nothing.
    private const string RestoreScript = """
        if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
        redis.call('HSET', KEYS[1], 'revision', ARGV[1])
        for at = 2, #ARGV, 4 do
          redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2])
          redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 3])
          redis.call('ZADD', KEYS[3], ARGV[at + 1], ARGV[at])
        end
        return 1
        """;

    private readonly ConcurrentDictionary<(string Document, int Number), byte[]> _texts = [];

    /// <inheritdoc/>
    public long Lead => PolicyLead.Ticks;

    /// <inheritdoc/>
    public long Latest => 0;

    /// <inheritdoc/>
    public async ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation)
    {
        (long? revision, long kept, List<PolicyVersion> changed) = await ReadAsync(document, known.Revision);
        if (revision is null && known.Revision > 0)
        {
            await RestoreAsync(document, known);
            (revision, kept, changed) = await ReadAsync(document, known.Revision);
        }

        if (revision == known.Revision || revision is null)
            return known;
        PolicyHistory read = revision > known.Revision ? known.With(changed, [], revision.Value) : PolicyHistory.Empty;
        if (read.Versions.Length == kept)
            return read;
        // Some were let go of, or Redis has lost all and somebody who knew nothing of it has begun anew: what it has is what there is.
        (revision, _, changed) = await ReadAsync(document, 0);
        return PolicyHistory.Empty.With(changed, [], revision ?? 0);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation)
    {
        if (_texts.TryGetValue((document, number), out byte[]? known))
            return known;
        byte[]? text = await redis.RunAsync("read-document", database => database.HashGetAsync(Keys(document)[1], number));
        if (text is { Length: > 0 })
            Keep(document, number, text);
        return text is { Length: > 0 } ? text : null;
    }

    /// <inheritdoc/>
    public async Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation)
    {
        NoticeBuffer? notices = wanted?.Begin();
        notices?.AddPolicyChanged(document, write.Changed, write.Audit);
        RedisValue[] values =
        [
            Text(write.Expected), Guid.NewGuid().ToString("N"), write.Changed.Number, Text(write.Changed.Revision), Bytes(write.Changed), write.Packed ?? [],
            write.Audit is { } audit ? RedisAuditFormat.Member(audit, audit.Token) : Array.Empty<byte>(), audits.Entries,
            notices is { Notices: [var notice] } ? NoticeFormat.ToBytes(notice) : Array.Empty<byte>(), NoticeQueue.Most,
            .. write.Forgotten.Select(number => (RedisValue)number), default,
        ];
        for (int tries = 1; ; tries++)
        {
            try
            {
                int done = (int)await redis.EvaluateInTimeAsync(
                    "write-document", WriteScript, [.. Keys(document), PlayerKeys.OwnAudit, NoticeQueue.FairnessPolicies.Key, NoticeQueue.FairnessPolicies.Taken], values);
                if (done == 0)
                    return null;
                if (done == 2)
                    wanted?.Dropped(1);
                else if (notices is { Notices.Count: > 0 })
                    wanted?.Told(1);
                if (write.Packed is not null)
                    Keep(document, write.Changed.Number, write.Packed);
                return write.Changed;
            }
            catch (StoreUnavailableException e) when (e.MayBeDone && tries < MostTries)
            {
                // Asked again, it says whether it was.
            }
        }
    }

    private async Task<(long? Revision, long Kept, List<PolicyVersion> Changed)> ReadAsync(string document, long after)
    {
        var answer = (RedisResult[])(await redis.EvaluateAsync("read-documents", ReadScript, Keys(document), [Text(after)]))!;
        var changed = new List<PolicyVersion>(answer.Length);
        foreach (RedisResult version in answer.AsSpan(2))
        {
            using var reader = new BinaryReader(new MemoryStream((byte[])version!));
            changed.Add(PolicyFormat.Read(reader));
        }

        string revision = (string)answer[0]!;
        return (revision.Length == 0 ? null : long.Parse(revision, CultureInfo.InvariantCulture), (long)answer[1], changed);
    }

    private async Task RestoreAsync(string document, PolicyHistory known)
    {
        var values = new List<RedisValue> { Text(known.Revision) };
        foreach (PolicyVersion version in known.Versions)
        {
            values.AddRange([version.Number, Text(version.Revision), Bytes(version), _texts.GetValueOrDefault((document, version.Number)) ?? []]);
        }

        await redis.EvaluateAsync("restore-documents", RestoreScript, Keys(document), [.. values]);
    }

    // The newest: what is long past is not asked for, nor missed.
    private void Keep(string document, int number, byte[] text)
    {
        _texts[(document, number)] = text;
        while (_texts.Count > MostTexts)
            _texts.TryRemove(_texts.Keys.MinBy(key => key.Number), out _);
    }

    private static byte[] Bytes(PolicyVersion version)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        PolicyFormat.Write(writer, version);
        return stream.ToArray();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static RedisKey[] Keys(string document) =>
        [$"liveops:{{fairness:policies}}:{document}:versions", $"liveops:{{fairness:policies}}:{document}:texts", $"liveops:{{fairness:policies}}:{document}:changes"];
}
