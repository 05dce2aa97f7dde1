using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;

namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the embedded gateway remembers: the answers it gave and the ids of the events it accepted. A handler enters them as soon as its
/// batch is durable; the journal enters them again (which changes nothing) or, after a restart, for the first time.
/// </summary>
internal sealed class RequestMemory(RequestMemoryOptions options) : IJournaledState
{
    private const byte Format = 1;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, UInt128> _inFlight = [];
    private readonly Answers _answers = new(options.RememberAnswers, options.MaxAnswers, options.MaxAnswerBytes);
    private readonly RecentIds _accepted = new(options.RememberIds, options.MaxIds);
    private readonly EventIds _ids = new();
    private long _lastAcceptedAt;

    public string Name => "gateway";

    /// <summary>The latest stamp in the journal: the clock of acceptance never goes behind it.</summary>
    public long LastAcceptedAt => Volatile.Read(ref _lastAcceptedAt);

    /// <summary>Claims a key before the request is worked on.</summary>
    /// <param name="key">Which request.</param>
    /// <param name="answer">The answer given before, when it is <see cref="Claim.Answered"/>; null for that of one accepted event.</param>
    public Claim Claim(IdempotencyKey key, out byte[]? answer)
    {
        answer = null;
        lock (_gate)
        {
            if (_answers.TryGet(key.Request, out Answers.Answer given))
            {
                answer = given.Json;
                return given.RequestBody == key.Body ? Idempotency.Claim.Answered : Idempotency.Claim.OtherBody;
            }

            if (_inFlight.TryAdd(key.Request, key.Body))
                return Idempotency.Claim.New;
            return _inFlight[key.Request] == key.Body ? Idempotency.Claim.InFlight : Idempotency.Claim.OtherBody;
        }
    }

    /// <summary>Gives a claim up: nothing was accepted, the key may be used again.</summary>
    public void Release(IdempotencyKey key)
    {
        lock (_gate)
            _inFlight.Remove(key.Request);
    }

    /// <summary>Finishes a claim: the batch is durable.</summary>
    public void Complete(IdempotencyKey key, EventBatch batch)
    {
        lock (_gate)
        {
            Enter(batch);
            _inFlight.Remove(key.Request);
        }
    }

    /// <summary>Which of the ids were accepted before.</summary>
    /// <param name="ids">Hashes of event ids.</param>
    /// <param name="known">Set for those that were; others are left alone.</param>
    /// <returns>How many.</returns>
    public int MarkKnown(ReadOnlySpan<UInt128> ids, Span<bool> known)
    {
        int count = 0;
        lock (_gate)
        {
            foreach (UInt128 id in ids)
                _accepted.Prefetch(id);
            for (int i = 0; i < ids.Length; i++)
            {
                if (_accepted.Contains(ids[i]))
                {
                    known[i] = true;
                    count++;
                }
            }
        }

        return count;
    }

    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        foreach (BusMessage message in messages)
        {
            if (message.Kind != BusMessageKind.Events)
                continue;
            lock (_gate)
                Enter(EventBatch.Trusted(message.Payload));
        }
    }

    public object? Execute(ReadOnlySpan<byte> command) => throw new InvalidOperationException("the gateway has no commands");

    public void Save(Stream snapshot)
    {
        using var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true);
        lock (_gate)
        {
            writer.Write(Format);
            writer.Write(_lastAcceptedAt);
            _answers.Save(writer);
            _accepted.Save(writer);
        }
    }

    public void Load(Stream snapshot)
    {
        using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadByte() is var format && format > Format)
            throw new InvalidDataException($"the gateway's snapshot has format {format}; this version reads up to {Format}");
        _lastAcceptedAt = reader.ReadInt64();
        _answers.Load(reader);
        _accepted.Load(reader);
    }

    // The answer is entered with the ids, so a batch whose answer is there was entered whole.
    private void Enter(EventBatch batch)
    {
        if (!Origin.TryRead(batch.Origin, out IdempotencyKey key, out ReadOnlySpan<byte> answer) || _answers.TryGet(key.Request, out _))
            return;
        long acceptedAt = batch.AcceptedAt;
        _answers.Add(key, answer, acceptedAt);
        foreach (UInt128 id in _ids.Of(batch, _accepted))
            _accepted.Add(id, acceptedAt);
        _lastAcceptedAt = Math.Max(_lastAcceptedAt, acceptedAt + batch.Count);
    }
}
