namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// The answers given, by idempotency key, in two generations: a new one starts when the current one is as old as answers are remembered,
/// or full; the one before the last is forgotten. Not thread-safe.
/// </summary>
internal sealed class Answers(TimeSpan remember, int capacity, long capacityBytes)
{
    // Each shard grows by itself: a dictionary of millions would hold everybody up while it is copied.
    private const int Shards = 256;

    private Dictionary<UInt128, Answer>[] _current = Empty(), _previous = Empty();
    private int _currentCount;
    private long _startedAt, _bytes;

    /// <summary>An answer's body, null for that of one accepted event, and whose it is.</summary>
    public readonly record struct Answer(UInt128 RequestBody, byte[]? Json);

    public bool TryGet(UInt128 request, out Answer answer) =>
        _current[(byte)request].TryGetValue(request, out answer) || _previous[(byte)request].TryGetValue(request, out answer);

    /// <param name="key">Which request.</param>
    /// <param name="json">The answer's body; empty for that of one accepted event.</param>
    /// <param name="now">Unix time in ticks of 100 ns, from the batch at hand.</param>
    public void Add(IdempotencyKey key, ReadOnlySpan<byte> json, long now)
    {
        if (now - _startedAt >= remember.Ticks || _currentCount >= capacity / 2 || _bytes >= capacityBytes / 2)
        {
            if (_currentCount > 0)
                _previous = _current;
            _current = Empty();
            _currentCount = 0;
            _bytes = 0;
            _startedAt = now;
        }

        _currentCount++;
        _current[(byte)key.Request][key.Request] = new Answer(key.Body, json.IsEmpty ? null : json.ToArray());
        _bytes += json.Length;
    }

    /// <summary>Writes all answers, and perhaps some that other threads add meanwhile.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="gate">Held by whoever adds; taken for a shard at a time.</param>
    public void Save(BinaryWriter writer, Lock gate)
    {
        Dictionary<UInt128, Answer>[] previous, current;
        lock (gate)
        {
            (previous, current) = (_previous, _current);
            writer.Write(_startedAt);
        }

        foreach (Dictionary<UInt128, Answer> shard in (IEnumerable<Dictionary<UInt128, Answer>>)[.. previous, .. current])
        {
            KeyValuePair<UInt128, Answer>[] answers;
            lock (gate)
                answers = [.. shard];
            writer.Write(answers.Length);
            foreach ((UInt128 request, Answer answer) in answers)
            {
                writer.Write((ulong)(request >> 64));
                writer.Write((ulong)request);
                writer.Write((ulong)(answer.RequestBody >> 64));
                writer.Write((ulong)answer.RequestBody);
                writer.Write(answer.Json?.Length ?? 0);
                writer.Write(answer.Json ?? []);
            }
        }
    }

    /// <param name="reader">Where from.</param>
    /// <param name="inShards">Whether it is as <see cref="Save"/> writes it; else each generation is in one, as it was in format 1.</param>
    public void Load(BinaryReader reader, bool inShards)
    {
        int parts = inShards ? Shards : 1;
        _startedAt = reader.ReadInt64();
        _bytes = 0;
        _previous = LoadGeneration(reader, parts);
        _bytes = 0;
        _current = LoadGeneration(reader, parts);
        _currentCount = _current.Sum(shard => shard.Count);
    }

    private static Dictionary<UInt128, Answer>[] Empty()
    {
        var shards = new Dictionary<UInt128, Answer>[Shards];
        foreach (ref Dictionary<UInt128, Answer> shard in shards.AsSpan())
            shard = [];
        return shards;
    }

    private Dictionary<UInt128, Answer>[] LoadGeneration(BinaryReader reader, int parts)
    {
        Dictionary<UInt128, Answer>[] generation = Empty();
        for (; parts > 0; parts--)
        {
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                var request = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
                var body = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
                int length = reader.ReadInt32();
                generation[(byte)request].Add(request, new Answer(body, length == 0 ? null : reader.ReadBytes(length)));
                _bytes += length;
            }
        }

        return generation;
    }
}
