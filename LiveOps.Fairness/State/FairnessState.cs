using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.State;

/// <summary>
/// What Fairness knows. Learned from accepted events, told by its own commands, and so a pure function of the journal; except what
/// verdicts keep in the same places for speed and never save: arrival times, gain windows, <see cref="PlayerRecord.Live"/>.
/// </summary>
internal sealed partial class FairnessState : IJournaledState
{
    /// <summary>Flags kept, over all players.</summary>
    public const int MaxFlags = 100_000;

    // One shard at a time, so that nobody waits long; each comes round once an hour.
    private const long SweepEvery = TimeSpan.TicksPerHour / Shard.Count;

    // Redelivery within the journal does not happen; this is for clients that send an event again after the gateway has forgotten it.
    private readonly RecentEvents _learned = new(TimeSpan.FromHours(1), 500_000);
    private readonly Shard[] _shards = new Shard[Shard.Count];
    private BoardOrders _orders = BoardOrders.Descending;
    private long _sweptAt;
    private int _sweepNext;
    private long _announced;
    private long _newest = long.MinValue; // when the newest event was accepted

    /// <param name="audit">An empty trail; null for one that keeps as much as when nothing is said.</param>
    public FairnessState(AuditTrail? audit = null)
    {
        Audit = audit ?? new AuditTrail();
        Document = new JournaledPolicy<FairnessPolicy>(json => FairnessPolicyReader.Parse(json).Over(_orders));
        for (int i = 0; i < Shard.Count; i++)
            _shards[i] = new Shard();
    }

    /// <inheritdoc/>
    public string Name => FairnessCommand.Consumer;

    /// <summary>The policy that the journal holds, by the time for which it is asked.</summary>
    public JournaledPolicy<FairnessPolicy> Document { get; }

    /// <summary>All players' flags.</summary>
    public BoundedLog<Flag> Flags { get; } = new(MaxFlags);

    /// <summary>What is held against players, for moderators to decide.</summary>
    public Cases Cases { get; } = new();

    /// <summary>All decisions, and what else was done here.</summary>
    public AuditTrail Audit { get; }

    /// <summary>What others are told of what happens here.</summary>
    public NoticeOutbox Outbox { get; } = new(FairnessCommand.Consumer);

    /// <summary>When players' keys were revoked.</summary>
    public Revocations Revocations { get; } = new();

    /// <summary>The bus has been told of the decisions that the audit has before this number.</summary>
    public long Announced => Volatile.Read(ref _announced);

    /// <summary>Raised on the applying thread after a decision. Whoever listens only takes note.</summary>
    public event Action? Decided;

    /// <summary>Called with the rule when learning itself raises a flag; not set while the journal is replayed.</summary>
    public Action<string>? RaisedByLearning { get; set; }

    /// <summary>Where a player is kept.</summary>
    public Shard ShardOf(UInt128 id) => _shards[Shard.Of(id)];

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        foreach (BusMessage message in messages)
        {
            if (message.Kind == BusMessageKind.Events)
                Learn(EventBatch.Trusted(message.Payload));
            else if (message.Kind == BusMessageKind.PlayerErased)
                Erase(message.Payload.Span);
            else if (message.Kind == BusMessageKind.BoardOrders)
                Order(message.Payload.Span);
            else
                Outbox.Apply(message);
        }
    }

    /// <inheritdoc/>
    public object? Execute(ReadOnlySpan<byte> command)
    {
        if (command.Length < 2 || command[0] != FairnessCommand.Version)
            throw new InvalidDataException("a fairness command of an unknown version");
        var kind = (FairnessCommand.Kind)command[1];
        if (kind == FairnessCommand.Kind.Policy)
        {
            byte[] json = command[2..].ToArray();
            Document.SetBase(json);
            return null;
        }

        if (kind == FairnessCommand.Kind.Document)
            return ExecuteDocument(command[2..], null);
        if (kind == FairnessCommand.Kind.Audited)
            return ExecuteAudited(command[2..]);

        using var reader = new BinaryReader(new MemoryStream(command[2..].ToArray()));
        switch (kind)
        {
            case FairnessCommand.Kind.Flag:
                Flag flag = FlagFormat.Read(reader);
                if (reader.BaseStream.Position < reader.BaseStream.Length)
                    flag = flag with { Sight = SightFormat.Read(reader) };
                UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(flag.PlayerId));
                lock (ShardOf(id).Gate)
                    Raise(id, flag);
                break;
            case FairnessCommand.Kind.Block or FairnessCommand.Kind.Lift:
                OperatorAction action = OperatorAction.Read(reader);
                Decide(action, action.Audit);
                break;
            case FairnessCommand.Kind.Announced:
                Volatile.Write(ref _announced, Math.Max(_announced, reader.ReadInt64()));
                break;
            case FairnessCommand.Kind.RevokeKeys:
                return Revocations.Revoke(IdHash.Of(Encoding.UTF8.GetBytes(reader.ReadString())), reader.ReadInt64() / TimeSpan.TicksPerMillisecond);
            default:
                throw new InvalidDataException("a fairness command of an unknown kind");
        }

        return null;
    }

    /// <inheritdoc/>
    public void Save(Stream snapshot) => FairnessSnapshot.Save(snapshot, _shards, _learned, Flags, Audit, Document, _newest, _orders, _announced, _sweptAt, _sweepNext, Revocations, Outbox, Cases);

    /// <inheritdoc/>
    public void Load(Stream snapshot)
    {
        (_newest, _orders, _announced, _sweptAt, _sweepNext) = FairnessSnapshot.Load(snapshot, _shards, _learned, Flags, Audit, Document, Revocations, Outbox, Cases);
        Document.ParseAgain();
    }

    private object? ExecuteDocument(ReadOnlySpan<byte> command, AuditEntry? act)
    {
        object? done = Document.Execute(command, _newest, out _);
        if (done is PolicyVersion version)
            Outbox.AddPolicyChanged(Documents.Fairness.Name, version, act);
        return done;
    }

    private void Order(ReadOnlySpan<byte> payload)
    {
        if (!BoardOrders.TryRead(payload, out BoardOrders orders))
            throw new InvalidDataException("boards' orders of a version that this program cannot read");
        if (orders.At <= _orders.At)
            return;
        _orders = orders;
        Document.ParseAgain();
    }

    // Under the shard's lock.
    private bool Raise(UInt128 id, Flag flag)
    {
        EscalationStep[] escalation = Document.At(flag.At)?.Escalation ?? [];
        PlayerRecord record = ShardOf(id).Record(id);
        record.Live.Raise(flag, escalation);
        if (record.Durable.Raise(flag, escalation) is not { } raised)
            return false;
        Flags.Add(flag.ToBare());
        Cases.Add(id, raised);
        Outbox.TellFlag(flag);
        if (raised.Decision is { } decision)
            Note(decision);
        return true;
    }

    // A block outlives the player's data, on the hash of the id alone: erasing must not be a way out of it.
    private void Erase(ReadOnlySpan<byte> playerId)
    {
        UInt128 id = IdHash.Of(playerId);
        Revocations.Revoke(id, _newest / TimeSpan.TicksPerMillisecond); // a client that goes on would bring the player back
        Shard shard = ShardOf(id);
        lock (shard.Gate)
        {
            int number = shard.Players.Find(id);
            if (number >= 0)
                shard.ForgetPlayer(number);
            if (shard.Records.TryGetValue(id, out PlayerRecord? record))
            {
                record.Durable.Erase(_sweptAt);
                record.Live.CopyFrom(record.Durable);
                if (record.Durable.IsEmpty)
                    shard.DropRecord(id);
            }
        }

        string erased = Encoding.UTF8.GetString(playerId);
        Cases.Remove(id);
        Flags.Rewrite(flag => flag.PlayerId == erased, flag => flag with { PlayerId = "", EventId = "", Observed = "", Expected = "" });
        Audit.Erase(erased);
        Outbox.Erase(erased);
    }
}
