using LiveOps.Core.Audit;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.State;

/// <summary>
/// All boards, in memory. A score goes through these steps:
/// <list type="number">
/// <item>Its event id was seen before: nothing happens.</item>
/// <item>Whose block is over by the time it was accepted is shown again, and every period whose grace is over is closed, in the order they ended.</item>
/// <item>Its time is when it occurred, but not later than when it was accepted: a clock that is ahead opens no future period.</item>
/// <item>In each window it goes to the period of that time, if that is open or within its grace; in <c>all</c> always.</item>
/// <item>The board's operator folds it into the player's entry. What changes nothing leaves the entry where it is.</item>
/// </list>
/// Only the applying thread changes it, and holds <see cref="Gate"/> while it does; other threads hold it while they read.
/// </summary>
internal sealed partial class LeaderboardState : IJournaledState
{
    /// <summary>The consumer's name.</summary>
    public const string ConsumerName = "leaderboard";

    private readonly RecentEvents _seen;
    private IdTable _boardIds = new();
    private readonly List<Board> _boards = [];
    private BoardOrders _said = BoardOrders.Descending;
    private LeaderboardPolicy? _judging; // what was in force when the batch at hand was accepted
    private long _now = long.MinValue; // the latest time any record carried
    private long _lastAccepted = long.MinValue;
    private long _nextDue = long.MaxValue;

    /// <param name="seen">Remembers events.</param>
    /// <param name="audit">An empty trail; null for one that keeps as much as when nothing is said.</param>
    public LeaderboardState(RecentEvents seen, AuditTrail? audit = null) => (_seen, Audit) = (seen, audit ?? new AuditTrail());

    /// <inheritdoc/>
    public string Name => ConsumerName;

    /// <summary>Held by whoever reads or changes; for microseconds.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The players' numbers.</summary>
    public IdTable Players { get; private set; } = new();

    /// <summary>The boards, in the order they came.</summary>
    public IReadOnlyList<Board> Boards => _boards;

    /// <summary>The policy in force.</summary>
    public LeaderboardPolicy Policy { get; private set; } = LeaderboardPolicy.Default;

    /// <summary>The document that it is of: which policy was in force when.</summary>
    public JournaledPolicy<LeaderboardPolicy> Document { get; private set; } = NewDocument();

    /// <summary>Which way boards count, as it was last said on the bus.</summary>
    public BoardOrders Said => Volatile.Read(ref _said);

    /// <summary>What operators did here.</summary>
    public AuditTrail Audit { get; }

    /// <summary>Pages in memory.</summary>
    public PageCache Cache { get; } = new();

    /// <summary>The latest time that any record carried: Unix ticks. What was due by then is done.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>When the next period is to be closed: the end of its grace.</summary>
    public long NextDue => Volatile.Read(ref _nextDue);

    /// <summary>Raised on the applying thread after <see cref="NextDue"/> changed. Whoever listens only takes note.</summary>
    public event Action? DueChanged;

    /// <summary>Raised on the applying thread after another policy came into force. Whoever listens only takes note.</summary>
    public event Action? Ruled;

    /// <summary>Told on the applying thread, in a sentence, what a policy that came into force did to a season. Whoever listens only takes note.</summary>
    public event Action<string>? SeasonTold;

    /// <summary>How many scores were left out, since counting began, because their board would have been one too many.</summary>
    public long Refused { get; private set; }

    /// <summary>How many scores changed an entry of boards that have been dropped since, by board, since counting began.</summary>
    public Dictionary<string, long> DroppedUpdates { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        foreach (BusMessage message in messages)
        {
            switch (message.Kind)
            {
                case BusMessageKind.Events when EventBatch.TryRead(message.Payload, out EventBatch batch):
                    Submit(batch);
                    break;
                case BusMessageKind.PlayerErased:
                    Erase(message.Payload.Span);
                    break;
                case BusMessageKind.BoardOrders when BoardOrders.TryRead(message.Payload.Span, out BoardOrders said):
                    Volatile.Write(ref _said, said);
                    break;
                case BusMessageKind.LiveEvents when EventMultipliers.TryRead(message.Payload.Span, out EventMultipliers multipliers):
                    Volatile.Write(ref _multipliers, multipliers);
                    break;
                case BusMessageKind.PlayerBlock when PlayerBlock.TryRead(message.Payload.Span, out PlayerBlock block):
                    Block(block);
                    break;
                case BusMessageKind.Rewards:
                    break; // our own: for who grants them
                case BusMessageKind.Notices or BusMessageKind.NoticesWanted:
                    Outbox.Apply(message);
                    break;
                default:
                    throw new InvalidDataException($"a message of kind {(byte)message.Kind} that this version cannot read");
            }
        }
    }

    /// <summary>The board of a name; null when there is none. Under the gate.</summary>
    public Board? FindBoard(ReadOnlySpan<byte> name) => _boardIds.Find(name) is var number and >= 0 ? _boards[number] : null;

    /// <summary>Sets the counts for metrics to 0.</summary>
    public void StartCounting()
    {
        lock (Gate)
        {
            Refused = 0;
            DroppedUpdates.Clear();
            foreach (Board board in _boards)
                board.Updates = 0;
            foreach (League league in Leagues.All)
                league.Promoted = league.Relegated = league.Fallen = 0;
        }
    }

    private void Submit(EventBatch batch)
    {
        _seen.Begin(batch, EventType.ScoreSubmitted, EventType.CounterAdded);
        _judging = PolicyAt(batch.AcceptedAt);
        var ahead = new ScoresAhead(this, batch);
        int at = 0;
        foreach (GameEvent e in batch)
        {
            if (e.Type is not (EventType.ScoreSubmitted or EventType.CounterAdded))
                continue;
            if (at % Prefetch.Most == 0)
            {
                _seen.Prefetch(at);
                ahead.Next();
            }

            if (e.Type == EventType.CounterAdded)
                Count(at++, e);
            else if (_seen.Add(at++, e))
                Submit(e);
        }
    }

    // An amount is a score of each board that ranks the counter; one that no board ranks is not remembered either.
    private void Count(int at, in GameEvent e)
    {
        LeaderboardPolicy policy = _judging ?? Policy;
        if (!policy.HasCounters || policy.OfCounter(System.Text.Encoding.ASCII.GetString(e.Subject)) is not { Count: > 0 } boards || !_seen.Add(at, e))
            return;
        foreach (string board in boards)
            Submit(e with { Subject = System.Text.Encoding.ASCII.GetBytes(board), Value = _multipliers.Apply(e.Type, e.AcceptedAt, e.Value) });
    }

    private void Submit(in GameEvent e)
    {
        // Unique and rising, whatever the record says: ties are decided by it.
        long accepted = Math.Max(e.AcceptedAt, _lastAccepted + 1);
        _lastAccepted = accepted;
        Advance(accepted);
        lock (Gate)
        {
            if (FindBoard(e.Subject) is not { } board)
            {
                if (!Policy.OtherBoards || _boards.Count >= Policy.MaxBoards)
                {
                    Refused++;
                    return;
                }

                board = AddBoard(System.Text.Encoding.ASCII.GetString(e.Subject));
            }

            int player = Players.GetOrAdd(e.PlayerId, out bool added);
            bool hidden = !added && _hidden.Count > 0 && _hidden.Contains(player);
            long occurred = Math.Clamp(e.OccurredAt, 0, accepted / UnixTicks.PerMillisecond) * UnixTicks.PerMillisecond;
            long score = BoardRules.Limit(e.Value);
            bool changed = false;
            BoardRules rules = RulesOf(board);
            occurred = rules.TimeOf(occurred, e.AcceptedAt);
            if (e.Type == EventType.ScoreSubmitted && rules.Counter is not null)
                return; // what it ranks is counted, not submitted
            League[]? leagues = Leagues.Of(board.Name);
            for (int window = 0; window < WindowKinds.Count; window++)
            {
                if (!rules.Windows[window] || board.Tracks[window].Taking(rules, occurred, _now, out bool opened) is not { } period)
                    continue;
                if (opened)
                    SetDue(Math.Min(_nextDue, DueOf(period, rules)));
                if (!Admits(rules, player, e))
                    continue;
                changed |= period.Submit(rules, player, score, accepted, hidden);
                if (leagues is not null)
                    Join(leagues, (WindowKind)window, period, player);
            }

            if (changed)
                board.Updates++;
        }
    }

    private static JournaledPolicy<LeaderboardPolicy> NewDocument() => new(json => LeaderboardPolicyReader.Read(json));

    // Those of the policy that was in force when a score was accepted, should it come after another has come into force; the board's order is everybody's.
    private BoardRules RulesOf(Board board) =>
        _judging is null || ReferenceEquals(_judging, Policy) ? board.Rules : _judging.RulesOf(board.Name) with { Descending = board.Rules.Descending };

    private Board AddBoard(string name)
    {
        int number = _boardIds.GetOrAdd(System.Text.Encoding.ASCII.GetBytes(name), out _);
        var board = new Board(name, Policy.RulesOf(name));
        _boards.Insert(number, board);
        return board;
    }
}
