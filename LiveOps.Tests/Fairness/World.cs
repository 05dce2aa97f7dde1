using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Signing;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.Tests.Harness;
using Prometheus;

namespace LiveOps.Tests.Fairness;

/// <summary>An event as a test writes it.</summary>
public sealed record TestEvent(string Player, EventType Type, long Value, string Subject = "", string? Id = null, long? OccurredAt = null);

/// <summary>Fairness without its host, wherever it keeps its players: a gateway that asks and publishes, a clock that tests move.</summary>
internal abstract class World
{
    private readonly EventBatchBuilder _asked = new(), _accepted = new();
    private long _ids;

    public static string DefaultPolicy { get; } = ReadDefault();

    public ManualClock Clock { get; } = new();

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public abstract IVerdicts Engine { get; }

    public abstract IFairnessStore Store { get; }

    public abstract IReviewStore Reviews { get; }

    public abstract IAudit Audits { get; }

    /// <summary>Since when players' keys hold, as other services are told.</summary>
    public abstract IPlayerEpochs Epochs { get; }

    /// <summary>What Fairness says on it, boards hear.</summary>
    public KeptBus Bus { get; } = new();

    public long Now => Clock.UnixTicks();

    public static TestEvent Xp(string player, long amount, string? id = null) => new(player, EventType.XpGained, amount, "", id);

    public static TestEvent Score(string player, long score, string board = "arena", string? id = null) => new(player, EventType.ScoreSubmitted, score, board, id);

    public static TestEvent Boss(string player) => new(player, EventType.BossKilled, 1, "dragon");

    /// <summary>Asks for verdicts and publishes what was accepted, as the gateway does.</summary>
    public Verdict[] Send(params IReadOnlyList<TestEvent> events)
    {
        Verdict[] verdicts = Ask(events);
        _accepted.Clear();
        int at = 0;
        foreach (GameEvent e in _asked.Seal(Now))
        {
            if (verdicts[at++].Kind == VerdictKind.Accepted)
                _accepted.Append(e);
        }

        if (_accepted.Count > 0)
            Publish(new BusMessage(BusMessageKind.Events, _accepted.Seal(Now).Bytes.ToArray()));
        return verdicts;
    }

    public Verdict Send(TestEvent e) => Send([e])[0];

    /// <summary>Asks only.</summary>
    public Verdict[] Ask(IReadOnlyList<TestEvent> events)
    {
        var verdicts = new Verdict[events.Count];
        Wait(() => Engine.AskAsync(Batch(events), verdicts, CancellationToken.None));
        return verdicts;
    }

    /// <summary>The events as a batch, until the next one.</summary>
    public EventBatch Batch(IReadOnlyList<TestEvent> events, bool unverified = false)
    {
        _asked.Clear();
        foreach (TestEvent e in events)
        {
            _asked.Append(new GameEvent
            {
                Type = e.Type,
                Id = Encoding.UTF8.GetBytes(e.Id ?? $"e-{_ids++}"),
                PlayerId = Encoding.UTF8.GetBytes(e.Player),
                Subject = Encoding.UTF8.GetBytes(e.Subject),
                Value = e.Value,
                OccurredAt = e.OccurredAt ?? Clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }

        return _asked.Seal(Now, unverified: unverified);
    }

    /// <summary>Brings a message to whoever learns.</summary>
    public abstract void Publish(BusMessage message);

    /// <summary>What is said of blocks that was not said before.</summary>
    public IReadOnlyList<PlayerBlock> Announced()
    {
        Bus.Said.Clear();
        Wait(async () =>
        {
            await AnnounceAsync();
            return true;
        });
        return [.. Bus.Said.Select(message => PlayerBlock.TryRead(message.Payload.Span, out PlayerBlock block) ? block : throw new InvalidDataException())];
    }

    /// <summary>Fairness says what it has to say.</summary>
    protected abstract Task AnnounceAsync();

    /// <summary>The leaderboard says on which boards the lowest score is best, all others or these.</summary>
    public void Ascend(params IEnumerable<string> boards) => Publish(new BusMessage(BusMessageKind.BoardOrders, new BoardOrders(Now, false, boards.Select(BoardHash.Of)).ToBytes()));

    public void Erase(string player) => Publish(new BusMessage(BusMessageKind.PlayerErased, Encoding.UTF8.GetBytes(player)));

    public void Wait(double seconds) => Clock.UtcNow += TimeSpan.FromSeconds(seconds);

    public StandingAnswer Standing(string player) => Wait(() => Store.StandingAsync(player));

    public StandingAnswer Block(string player, long until, string reason, string by = "alice") =>
        Decide(player, until, reason, by)!;

    /// <summary>Blocks a player or lifts, where they are blocked as was seen; null where they are not.</summary>
    public StandingAnswer? Decide(string player, long until, string reason, string by = "alice", params long[]? seen) =>
        Wait(() => Store.DecideAsync(new OperatorAction(player, Now, until, by, reason) { Seen = seen is { Length: > 0 } ? seen : null }, CancellationToken.None));

    public StandingAnswer Lift(string player, string reason, string by = "alice") => Block(player, 0, reason, by);

    /// <summary>A player's case.</summary>
    public Case? Case(string player) => Wait(() => Reviews.FindAsync(CaseId.HashOf(player)));

    /// <summary>A moderator decides about a player's case as it is, or by a version that they have seen; with a block for a minute unless something else is said.</summary>
    public CaseOutcome Review(string player, CaseVerdict verdict, string reason = "seen", string by = "alice", long? seen = null, int seconds = 60)
    {
        IReadOnlyList<long>? versions = seen is null && verdict == CaseVerdict.Undo ? null : [seen ?? Case(player)?.Version ?? 0];
        var action = new CaseAction(CaseId.HashOf(player), verdict, Now, verdict == CaseVerdict.Block ? Now + seconds * TimeSpan.TicksPerSecond : 0, by, reason, versions);
        return Wait(() => Reviews.DecideAsync(action, new AuditEntry(Now, by, AuditKinds.Review, verdict.Word()) { Reason = reason }, CancellationToken.None));
    }

    /// <summary>All cases of a status, page by page.</summary>
    public List<Case> Queue(CaseStatus status, int limit = 200)
    {
        var all = new List<Case>();
        CasePlace? place = null;
        while (true)
        {
            LogPage<Case> page = Wait(() => Reviews.PageAsync(status, place, limit));
            Assert.InRange(page.Entries.Count, 0, limit);
            all.AddRange(page.Entries);
            if (page.Next is null)
                return all;
            Assert.True(CasePlace.TryParse(page.Next, out CasePlace next));
            place = next;
        }
    }

    public long OpenReviews() => Wait(Reviews.CountOpenAsync);

    public long RevokeKeys(string player, string reason = "", string by = "alice") =>
        Wait(() => Store.RevokeKeysAsync(new AuditEntry(Now, by, AuditKinds.Player, "revoke-keys") { PlayerId = player, Reason = reason }, CancellationToken.None));

    public long Epoch(string player) => Wait(() => Epochs.OfAsync(player));

    public LogPage<Flag>? Flags(string? player = null, string? after = null, int limit = 100) => Wait(() => Store.FlagsAsync(new PageQuery(player, after, limit)));

    public LogPage<AuditEntry>? Audit(string? player = null, string? after = null, int limit = 100) =>
        Wait(() => Audits.PageAsync(new AuditQuery(limit) { Player = player, After = after }, CancellationToken.None)) is { } page ? new LogPage<AuditEntry>([.. page.Entries.Select(found => found.Entry)], page.Next) : null;

    // In memory all of it is done at once; in Redis it is waited for, away from the test's own context.
    protected static T Wait<T>(Func<ValueTask<T>> work)
    {
        ValueTask<T> task = work();
        return task.IsCompleted ? task.Result : Task.Run(task.AsTask).GetAwaiter().GetResult();
    }

    protected static void Wait(Func<ValueTask> work) => Wait(async () =>
    {
        await work();
        return true;
    });

    private static string ReadDefault()
    {
        using Stream stream = typeof(FairnessExtensions).Assembly.GetManifestResourceStream("fairness.json")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
