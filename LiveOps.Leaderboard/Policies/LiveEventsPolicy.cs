using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>The live events there are; immutable.</summary>
internal sealed class LiveEventsPolicy
{
    /// <summary>How long after the close a score that was accepted before it may still come: in ticks. No client's clock is asked, so it is short.</summary>
    public const long Grace = 5 * TimeSpan.TicksPerSecond;

    /// <summary>What holds before any document came into force.</summary>
    public static readonly LiveEventsPolicy None = new([]);

    private readonly FrozenDictionary<string, LiveEvent[]> _byBoard;
    private readonly FrozenDictionary<string, LiveEvent> _byId;
    private readonly (LiveEvent Live, int Hundredths)[] _counting;
    private readonly ConditionalWeakTable<LeaderboardPolicy, LeaderboardPolicy> _over = [];

    /// <param name="events">With ids of their own; those of one board do not overlap.</param>
    public LiveEventsPolicy(IEnumerable<LiveEvent> events)
    {
        LiveEvent[] all = [.. events.OrderBy(live => live.Opens).ThenBy(live => live.Id, StringComparer.Ordinal)];
        Events = all;
        _counting = [.. all.SelectMany(live => live.Multipliers.Where(multiplied => multiplied.Type == EventType.CounterAdded).Select(multiplied => (live, multiplied.Hundredths)))];
        _byId = all.ToFrozenDictionary(live => live.Id, StringComparer.Ordinal);
        _byBoard = all.Where(live => live.Board is not null).GroupBy(live => live.Board!.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(board => board.Key, board => board.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>In order of their opening.</summary>
    public IReadOnlyList<LiveEvent> Events { get; }

    /// <summary>The event of an id; null when there is none.</summary>
    public LiveEvent? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The boards of the policy, and those of live events: such a board has one window, seasonal, whose seasons are the events; where both name one, it is the events'.</summary>
    /// <param name="boards">The policy of the boards.</param>
    public LeaderboardPolicy Over(LeaderboardPolicy boards) => Events.Count == 0 ? boards : _over.GetValue(boards, Made);

    private LeaderboardPolicy Made(LeaderboardPolicy boards)
    {
        var all = new Dictionary<string, BoardRules>(boards.Boards, StringComparer.Ordinal);
        foreach ((string name, LiveEvent[] events) in _byBoard)
            all[name] = Rules(boards.Others, events);
        return boards with { Boards = all, LiveEvents = this };
    }

    /// <summary>What an amount that was added to a counter comes to; the same as by <see cref="EventMultipliers.Apply"/>.</summary>
    /// <param name="accepted">When it was accepted: Unix ticks.</param>
    /// <param name="amount">The amount.</param>
    public long Count(long accepted, long amount)
    {
        int most = EventMultipliers.Once;
        foreach ((LiveEvent live, int hundredths) in amount > 0 ? _counting : [])
        {
            if (hundredths > most && live.Contains(accepted))
                most = hundredths;
        }

        return EventMultipliers.Times(amount, most);
    }

    private static BoardRules Rules(BoardRules others, LiveEvent[] events) => new()
    {
        Operator = events[0].Board!.Operator,
        Descending = events[0].Board!.Descending,
        Windows = [false, false, true, false],
        SeasonTexts = [.. events.Select(live => new SeasonText(live.Id, Text(live.Opens), Text(live.Closes), live.Line, live.Place))],
        Calendar = new WindowCalendar(TimeZoneInfo.Utc, events.Select(live => new Season(live.Id, live.Opens, live.Closes))),
        Grace = Grace,
        Champions = others.Champions,
        KeepHall = others.KeepHall,
        KeepRows = others.KeepRows,
        Events = events,
    };

    private static string Text(long instant) => UnixTicks.ToUtc(instant).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
