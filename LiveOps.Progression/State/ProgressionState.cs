using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Progression.State;

/// <summary>
/// Progression in memory: a pure function of the journal. The applying thread changes it and others read it, both under one lock, which
/// either holds for some microseconds: a batch lets readers in between every few of its events.
/// </summary>
internal sealed partial class ProgressionState : IJournaledState
{
    /// <summary>The consumer's name.</summary>
    public const string Consumer = "progression";

    private readonly Lock _gate = new();
    private readonly DedupeSettings _dedupe;
    private readonly ProgressionRules _builtIn;
    private PlayerTable _players;
    private RecentEvents _applied;
    private Erasures _erasures;
    private ClaimRequests _requests;
    private BooksInForce _books;
    private long _newest; // when the newest event was accepted
    private EventMultipliers _multipliers = EventMultipliers.None;
    private ProgressionMetrics? _metrics;

    /// <param name="dedupe">How long applied ids are remembered.</param>
    /// <param name="builtIn">The rules until the journal brings some.</param>
    /// <param name="audit">An empty trail; null for one that keeps as much as when nothing is said.</param>
    public ProgressionState(DedupeSettings dedupe, ProgressionRules builtIn, AuditTrail? audit = null)
    {
        Audit = audit ?? new AuditTrail();
        _dedupe = dedupe;
        _players = new PlayerTable { Notices = Outbox };
        _applied = new RecentEvents(dedupe.Remember, dedupe.Capacity);
        _erasures = new Erasures(dedupe.Remember);
        _requests = new ClaimRequests();
        _builtIn = builtIn;
        _books = new BooksInForce(Document, builtIn, _players);
    }

    private static JournaledPolicy<ProgressionRules> NewDocument() => new(json => RulesReader.Parse(json));

    /// <inheritdoc/>
    public string Name => Consumer;

    /// <summary>What operators did here.</summary>
    public AuditTrail Audit { get; }

    /// <summary>What others are told of what happens here.</summary>
    public NoticeOutbox Outbox { get; } = new(Consumer);

    /// <summary>The document of the rules.</summary>
    public JournaledPolicy<ProgressionRules> Document { get; private set; } = NewDocument();

    /// <summary>Up to when the rules that readers see are in force for certain: Unix ticks.</summary>
    public long InForceUntil
    {
        get
        {
            lock (_gate)
                return _books.Until;
        }
    }

    /// <summary>The rules in force, all of them, as JSON.</summary>
    public ReadOnlyMemory<byte> RulesJson => _books.Json;

    /// <summary>From now on, what is applied is counted: what was replayed before is not.</summary>
    public void CountIn(ProgressionMetrics metrics) => Volatile.Write(ref _metrics, metrics);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        foreach (BusMessage message in messages)
        {
            switch (message.Kind)
            {
                case BusMessageKind.Events:
                    ApplyEvents(message.Payload);
                    break;
                case BusMessageKind.PlayerErased:
                    Erase(message.Payload.Span);
                    break;
                case BusMessageKind.LiveEvents:
                    Multiply(message.Payload.Span);
                    break;
                case BusMessageKind.Rewards:
                    ApplyRewards(message.Payload.Span);
                    break;
                case > BusMessageKind.NoticesWanted:
                    throw new InvalidDataException($"a message of kind {(byte)message.Kind} that this version cannot read");
                default:
                    Outbox.Apply(message);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public object? Execute(ReadOnlySpan<byte> command) => (CommandKind)command[0] == CommandKind.Audited ? ExecuteAudited(command[1..]) : Execute(command, null);

    // With what the audit is to have of it.
    private object? Execute(ReadOnlySpan<byte> command, AuditEntry? act)
    {
        lock (_gate)
        {
            switch ((CommandKind)command[0])
            {
                case CommandKind.Rules:
                    Document.SetBase(command[1..].ToArray());
                    _books.Use(_newest);
                    return null;
                case CommandKind.Document:
                    object? done = Document.Execute(command[1..], _newest, out long time);
                    _books.Use(time);
                    if (done is PolicyVersion version)
                        Outbox.AddPolicyChanged(Documents.Progression.Name, version, act);
                    return done;
                case CommandKind.Claim:
                    return Claim(ClaimCommand.Decode(command));
                case CommandKind.Barrier:
                    return null;
                case CommandKind.Grants:
                    return ExecuteGrants(command[1..], isAudited: act is not null);
                case CommandKind.Notes:
                    return ExecuteNotes(command[1..]);
                default:
                    throw new InvalidDataException($"command {command[0]} is of a newer version");
            }
        }
    }

    // What was not done, because another change came first, is not in the audit.
    private object? ExecuteAudited(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> inner = AuditedCommand.Read(rest, out AuditEntry entry);
        object? done = inner.IsEmpty ? null : Execute(inner, entry);
        if (inner.IsEmpty || HasChanged(done))
            Audit.Add(done is GrantOutcome { Change: { } change } ? change.In(entry) : entry);
        return done;
    }

    private void ApplyEvents(ReadOnlyMemory<byte> payload)
    {
        if (!EventBatch.TryRead(payload, out EventBatch batch))
            throw new InvalidDataException("a batch of events is of a newer version, or damaged");
        int applied = 0, at = 0;
        lock (_gate)
            _books.Begin(batch.AcceptedAt);
        _applied.Begin(batch);
        var ahead = new PlayersAhead(_players, batch);
        EventBatch.Enumerator events = batch.GetEnumerator();
        for (bool more = true; more;)
        {
            _applied.Prefetch(at);
            ahead.Next();
            lock (_gate)
            {
                for (int left = Prefetch.Most; left > 0 && (more = events.MoveNext()); left--)
                    applied += Apply(at++, events.Current) ? 1 : 0;
            }
        }

        lock (_gate)
            _books.End();
        if (applied > 0)
            Volatile.Read(ref _metrics)?.EventsApplied.Inc(applied);
    }

    // Whether it had an effect: it was not applied before, and is not from before its player's erasure.
    private bool Apply(int at, in GameEvent e)
    {
        if (!_applied.Add(at, e))
            return false;
        _newest = Math.Max(_newest, e.AcceptedAt);
        if (_erasures.Count > 0 && _erasures.Covers(IdHash.Of(e.PlayerId), e.AcceptedAt))
            return false;
        EventFold.Apply(_players, _books.Judging, _books.JudgingEdition, e, _multipliers);
        return true;
    }

    // From here on in the journal; which of them counts for an event follows from when that was accepted.
    private void Multiply(ReadOnlySpan<byte> payload)
    {
        if (!EventMultipliers.TryRead(payload, out EventMultipliers said))
            throw new InvalidDataException("what live events multiply is of a newer version, or damaged");
        if (said.At >= _multipliers.At)
            _multipliers = said;
    }

    private void Erase(ReadOnlySpan<byte> playerId)
    {
        string player = Encoding.ASCII.GetString(playerId);
        Audit.Erase(player);
        Outbox.Erase(player);
        lock (_gate)
        {
            _players.Remove(playerId);
            Forget(playerId);
            _notes.Erase(player);
            _erasures.Add(IdHash.Of(playerId), _newest);
        }
    }

    private ClaimOutcome Claim(in ClaimCommand command)
    {
        if (!_requests.TryBind(command.Request, ClaimTarget.Of(command.PlayerId, command.Reward), command.At))
            return ClaimOutcome.RequestReused;
        int player = _players.Ids.Find(command.PlayerId);
        int reward = _players.RewardNames.Find(command.Reward);
        int at = player < 0 || reward < 0 ? -1 : _players.IndexOfReward(player, reward);
        if (at < 0)
            return ClaimOutcome.NotGranted;
        ref Grant grant = ref _players.Grants.Of(_players[player].Rewards)[at];
        if (grant.Claim != Grant.Unclaimed)
            return new ClaimOutcome(ClaimStatus.ClaimedBefore, ClaimReceipts.Write(_players, player, grant));
        var claim = new Claim { Id = command.ClaimId, At = command.At, Key = _players.KeyIds.Use(command.KeyId), SignatureLength = (byte)command.Signature.Length };
        command.Signature.CopyTo(claim.Signature);
        grant.Claim = _players.AddClaim(claim);
        _players.TellClaim(player, reward, command.ClaimId, command.At);
        return new ClaimOutcome(ClaimStatus.Claimed, ClaimReceipts.Write(_players, player, grant));
    }
}
