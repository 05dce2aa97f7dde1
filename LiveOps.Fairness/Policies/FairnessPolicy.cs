using System.Collections.Frozen;
using System.Text;
using LiveOps.Core.Boards;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Rules;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Policies;

/// <summary>The policy in force, ready for use: immutable.</summary>
internal sealed class FairnessPolicy
{
    /// <summary>The most gain rules: each costs every player 20 bytes.</summary>
    public const int MaxGains = 4;

    private readonly RuleSet[] _byType;
    private readonly FrozenDictionary<ulong, RuleSet> _byBoard, _byCounter;

    public FairnessPolicy(RateLimit rates, RateLimit throttledRates, IReadOnlyList<Rule> rules, IReadOnlyList<EscalationStep> escalation, long forgetAfter, int maxPlayers)
    {
        Rates = rates;
        ThrottledRates = throttledRates;
        Rules = rules;
        Escalation = [.. escalation.OrderByDescending(step => step.Blocks).ThenByDescending(step => step.For)];
        LongestWindow = Escalation.Length == 0 ? 0 : Escalation.Max(step => step.Within);
        ForgetAfter = forgetAfter;
        MaxPlayers = maxPlayers;
        Gains = [.. rules.OfType<GainRule>()];
        for (int i = 0; i < Gains.Length; i++)
            Gains[i].Index = i;
        LongestGain = Gains.Length == 0 ? 0 : Gains.Max(gain => gain.Seconds) * TimeSpan.TicksPerSecond;
        GainLayout = string.Join('|', Gains.Select(gain => $"{gain.Id}:{gain.Seconds}:{gain.Shift}"));
        GainLayoutHash = (uint)IdHash.Of(Encoding.UTF8.GetBytes(GainLayout));
        _byType = new RuleSet[1 + EventTypes.All.Count];
        foreach (EventType type in EventTypes.All)
            _byType[(int)type] = new RuleSet(rules, type, null);
        _byBoard = ByName(rules, EventType.ScoreSubmitted);
        _byCounter = ByName(rules, EventType.CounterAdded);
    }

    /// <summary>Every player's rate.</summary>
    public RateLimit Rates { get; }

    /// <summary>The rate of a player whose standing is throttled.</summary>
    public RateLimit ThrottledRates { get; }

    /// <summary>All rules, as written.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Strongest first.</summary>
    public EscalationStep[] Escalation { get; }

    /// <summary>Ticks after which a flag counts towards no step.</summary>
    public long LongestWindow { get; }

    /// <summary>Ticks of idleness after which a player is forgotten.</summary>
    public long ForgetAfter { get; }

    /// <summary>Past so many players, those idle for an hour are forgotten too.</summary>
    public int MaxPlayers { get; }

    /// <summary>The gain rules, each at its <see cref="GainRule.Index"/>.</summary>
    public GainRule[] Gains { get; }

    /// <summary>What players' gain windows mean; windows counted under another layout are worthless.</summary>
    public string GainLayout { get; }

    /// <summary>The layout in four bytes, for windows that are stored.</summary>
    public uint GainLayoutHash { get; }

    /// <summary>Ticks after which no gain counts any more.</summary>
    public long LongestGain { get; }

    /// <summary>Which way boards count: the leaderboard's to say.</summary>
    public BoardOrders Orders { get; private init; } = BoardOrders.Descending;

    /// <summary>The same policy over boards that count so.</summary>
    public FairnessPolicy Over(BoardOrders orders) => new(Rates, ThrottledRates, Rules, Escalation, ForgetAfter, MaxPlayers) { Orders = orders };

    /// <summary>The rules for an event.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="board"><see cref="BoardHash"/> of a score's board; 0 for other types.</param>
    /// <param name="counter">What the event counts; looked at where it is of a counter.</param>
    public RuleSet For(EventType type, ulong board, ReadOnlySpan<byte> counter = default) =>
        (board != 0 && _byBoard.Count > 0 && _byBoard.TryGetValue(board, out RuleSet? own))
        || (type == EventType.CounterAdded && _byCounter.Count > 0 && _byCounter.TryGetValue(BoardHash.Of(counter), out own)) ? own : _byType[(int)type];

    private static FrozenDictionary<ulong, RuleSet> ByName(IReadOnlyList<Rule> rules, EventType type) => rules
        .Where(rule => rule.Type == type && rule.Board is not null).Select(rule => rule.Board!).Distinct()
        .ToFrozenDictionary(BoardHash.Of, name => new RuleSet(rules, type, name));
}
