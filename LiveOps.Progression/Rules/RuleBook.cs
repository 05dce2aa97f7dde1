using System.Text;
using LiveOps.Progression.Players;

namespace LiveOps.Progression.Rules;

/// <summary>
/// The rules in force in the numbers of one <see cref="PlayerTable"/>, sorted by what can make them true. The names in the rules are in
/// use as long as the book is, so limits on names never keep one of them out.
/// </summary>
internal sealed class RuleBook
{
    private static readonly CompiledReward[] None = [];

    private readonly Dictionary<int, long> _xpByBoss = [];
    private readonly Dictionary<int, long> _capByItem = [];
    private readonly Dictionary<int, CompiledReward[]> _onKillOf = [];
    private readonly Dictionary<int, CompiledReward[]> _onItem = [];
    private readonly Dictionary<int, long> _capByCounter = [];
    private readonly Dictionary<int, CompiledReward[]> _onCounter = [];
    private readonly List<int> _bosses = [], _items = [], _counters = [];

    public RuleBook(ProgressionRules rules, PlayerTable players)
    {
        Rules = rules;
        foreach ((string id, long xp) in rules.XpByBoss)
            _xpByBoss[Boss(id)] = xp;
        foreach ((string id, long cap) in rules.ItemCaps)
            _capByItem[Item(id)] = cap;
        foreach ((string id, long cap) in rules.CounterCaps)
            _capByCounter[Counter(id)] = cap;
        All = [.. rules.Rewards.Select(Compile)];
        OnLevel = [.. All.Where(reward => reward.Level > 0)];
        OnAnyKill = [.. All.Where(reward => reward.Kills > 0 || reward.IsPerBoss)];
        foreach (CompiledReward reward in All)
        {
            foreach ((int boss, _) in reward.KillsOf)
                _onKillOf[boss] = [.. _onKillOf.GetValueOrDefault(boss, None).Append(reward).Distinct()];
            foreach ((int item, _) in reward.Items)
                _onItem[item] = [.. _onItem.GetValueOrDefault(item, None).Append(reward).Distinct()];
            foreach ((int counter, _) in reward.Counters)
                _onCounter[counter] = [.. _onCounter.GetValueOrDefault(counter, None).Append(reward).Distinct()];
        }

        int Boss(string id) => Use(players.BossNames, _bosses, id);

        int Item(string id) => Use(players.ItemNames, _items, id);

        int Counter(string id) => Use(players.CounterNames, _counters, id);

        CompiledReward Compile(RewardRule rule)
        {
            (byte[] before, byte[] after) = rule.Parts();
            return new CompiledReward
            {
                Before = before,
                After = after,
                Level = rule.Level,
                Kills = rule.Kills,
                KillsOfEach = rule.KillsOfEach,
                KillsOf = [.. rule.KillsOf.Select(condition => (Boss(condition.Boss), condition.Count))],
                Items = [.. rule.Items.Select(condition => (Item(condition.Item), condition.Count))],
                Counters = [.. rule.Counters.Select(condition => (Counter(condition.Counter), condition.Count))],
            };
        }
    }

    public ProgressionRules Rules { get; }

    public CompiledReward[] All { get; }

    /// <summary>Those that a higher level can make true.</summary>
    public CompiledReward[] OnLevel { get; }

    /// <summary>Those that a kill of any boss can make true.</summary>
    public CompiledReward[] OnAnyKill { get; }

    /// <summary>Those that a kill of this boss can make true, beside <see cref="OnAnyKill"/>.</summary>
    public CompiledReward[] OnKillOf(int boss) => _onKillOf.GetValueOrDefault(boss, None);

    /// <summary>Those that more of this item can make true.</summary>
    public CompiledReward[] OnItem(int item) => _onItem.GetValueOrDefault(item, None);

    /// <summary>Those that a higher count of this counter can make true.</summary>
    public CompiledReward[] OnCounter(int counter) => _onCounter.GetValueOrDefault(counter, None);

    public long CapOfCounter(int counter) => _capByCounter.GetValueOrDefault(counter, Player.MaxCount);

    public long XpOf(int boss) => _xpByBoss.GetValueOrDefault(boss, Rules.BossXp);

    public long CapOf(int item) => _capByItem.GetValueOrDefault(item, Player.MaxCount);

    /// <summary>Lets go of its names.</summary>
    public void Release(PlayerTable players)
    {
        _bosses.ForEach(players.BossNames.Release);
        _items.ForEach(players.ItemNames.Release);
        _counters.ForEach(players.CounterNames.Release);
    }

    private static int Use(NameTable names, List<int> used, string id)
    {
        int number = names.Use(Encoding.ASCII.GetBytes(id));
        used.Add(number);
        return number;
    }
}
