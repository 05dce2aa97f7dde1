using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the embedded gateway remembers: the answers it gave and the ids of the events it accepted. A handler enters them as soon as its
/// batch is durable; the journal enters them again (which changes nothing) or, after a restart, for the first time.
/// </summary>
internal sealed class JournaledRequestMemory(RequestMemoryOptions options, AuditTrail? audit = null) : IRequestMemory, IJournaledState
{
    /// <summary>The consumer's name.</summary>
    public const string Consumer = "gateway";

    private const byte Audited = 32; // in journals: never another number
    private const byte Format = 6; // 5 had no intake behind the webhooks, 4 had no webhooks behind it, 3 had no audit, 2 also ids that were everybody's, 1 also no parts

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, UInt128> _inFlight = [];
    private readonly Answers _answers = new(options.RememberAnswers, options.MaxAnswers, options.MaxAnswerBytes);
    private readonly AcceptedEvents _accepted = new(options);
    private long _lastAcceptedAt;

    public string Name => Consumer;

    /// <summary>Whether what was loaded is of a version that saves webhooks behind it.</summary>
    public bool HasWebhooksBehind { get; private set; }

    /// <summary>Whether it is of a version that saves the intake's document behind them.</summary>
    public bool HasIntakeBehind { get; private set; }

    /// <summary>What operators did here.</summary>
    public AuditTrail Audit { get; } = audit ?? new AuditTrail();

    public long LastAcceptedAt => Volatile.Read(ref _lastAcceptedAt);

    public ValueTask<ClaimAnswer> ClaimAsync(IdempotencyKey key)
    {
        lock (_gate)
        {
            if (_answers.TryGet(key.Request, out Answers.Answer given))
                return new(given.RequestBody == key.Body ? new ClaimAnswer(Claim.Answered, given.Json) : new ClaimAnswer(Claim.OtherBody));
            if (_inFlight.TryAdd(key.Request, key.Body))
                return new(new ClaimAnswer(Claim.New));
            return new(new ClaimAnswer(_inFlight[key.Request] == key.Body ? Claim.InFlight : Claim.OtherBody));
        }
    }

    public ValueTask ReleaseAsync(IdempotencyKey key)
    {
        lock (_gate)
            _inFlight.Remove(key.Request);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(IdempotencyKey key, EventBatch batch)
    {
        lock (_gate)
        {
            Enter(batch);
            _inFlight.Remove(key.Request);
        }

        return ValueTask.CompletedTask;
    }

    // Without the gate: what is missed while it is being entered, the consumers find.
    public int MarkKnown(EventBatch events, ReadOnlySpan<UInt128> hashes, Span<bool> known) => _accepted.MarkKnown(events, hashes, known);

    public bool SaidOther(UInt128 hash, ushort content) => _accepted.SaidOther(hash, content);

    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        foreach (BusMessage message in messages)
        {
            if (message.Kind == BusMessageKind.PlayerErased)
                Audit.Erase(Encoding.ASCII.GetString(message.Payload.Span));
            if (message.Kind != BusMessageKind.Events)
                continue;
            lock (_gate)
                Enter(EventBatch.Trusted(message.Payload));
        }
    }

    /// <summary>A command that notes something in the audit: an <see cref="AuditedCommand"/> with nothing in it.</summary>
    public static byte[] Note(byte[] command) => [Audited, .. command];

    /// <summary>The command that is noted with an entry, empty for none or for what is no note.</summary>
    /// <exception cref="InvalidDataException">Of a newer version.</exception>
    public static ReadOnlySpan<byte> NotedWith(ReadOnlySpan<byte> command, out AuditEntry? entry)
    {
        entry = null;
        return command.IsEmpty || command[0] != Audited ? [] : AuditedCommand.Read(command[1..], out entry);
    }

    public object? Execute(ReadOnlySpan<byte> command)
    {
        if (command.IsEmpty || command[0] != Audited || !AuditedCommand.Read(command[1..], out AuditEntry entry).IsEmpty)
            throw new InvalidDataException("a gateway's command of a newer version");
        Audit.Add(entry);
        return null;
    }

    // Handlers go on meanwhile: the gate is never held for more than a part, and what they enter from now on may be in the snapshot or not. It
    // is durable, and lies in the journal behind the snapshot. Answers come first, so that whatever has its answer there has its ids there too.
    public void Save(Stream snapshot)
    {
        using var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true);
        writer.Write(Format);
        writer.Write(LastAcceptedAt);
        _answers.Save(writer, _gate);
        _accepted.SaveParts(writer, _gate);
        Audit.Save(writer);
    }

    public void Load(Stream snapshot)
    {
        using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
        byte format = reader.ReadByte();
        if (format > Format)
            throw new InvalidDataException($"the gateway's snapshot has format {format}; this version reads up to {Format}");
        _lastAcceptedAt = reader.ReadInt64();
        _answers.Load(reader, inShards: format > 1);
        _accepted.Load(reader, format);
        if (format > 3)
            Audit.Load(reader);
        HasWebhooksBehind = format > 4;
        HasIntakeBehind = format > 5;
    }

    // The answer is entered with the ids, so a batch whose answer is there was entered whole.
    private void Enter(EventBatch batch)
    {
        if (!Origin.TryRead(batch.Origin, out IdempotencyKey key, out ReadOnlySpan<byte> answer) || _answers.TryGet(key.Request, out _))
            return;
        long acceptedAt = batch.AcceptedAt;
        _answers.Add(key, answer, acceptedAt);
        _accepted.Add(batch);
        _lastAcceptedAt = Math.Max(_lastAcceptedAt, acceptedAt + batch.Count);
    }
}
