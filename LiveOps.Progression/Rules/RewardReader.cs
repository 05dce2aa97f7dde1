using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Progression.Rules;

/// <summary>Reads the rewards of <c>progression.json</c>.</summary>
internal static class RewardReader
{
    private const int MaxRewards = 1_000;
    private const int MaxConditions = 16;
    private const string EachBoss = "*";

    public static IReadOnlyList<RewardRule> Read(PolicyNode rewards, ProgressionRules rules)
    {
        if (rewards.Items.Count > MaxRewards)
            throw rewards.Wrong($"are more than {MaxRewards}");
        var read = new Dictionary<string, RewardRule>(StringComparer.Ordinal);
        foreach (PolicyNode node in rewards.Items)
        {
            if (ReadOne(node.Only("reward", "when"), rules) is { } rule && !read.TryAdd(rule.Reward, rule))
                node.FaultAt(rule.Line, $"{rule.Reward} is already granted by line {read[rule.Reward].Line}");
        }

        return [.. read.Values];
    }

    // Null where it has no name.
    private static RewardRule? ReadOne(PolicyNode node, ProgressionRules rules)
    {
        if (node["reward"] is not { } named)
        {
            node.Fault("must each have a reward, its name");
            return null;
        }

        var rule = new RewardRule(ReadName(named), named.Line);
        if (node["when"] is not { } when)
        {
            node.FaultAt(node.Line, $"{named.Text()} has no when: what grants it");
            return named.IsFaulty ? null : rule;
        }

        if (when.Items.Count is 0 or > MaxConditions)
            when.Fault($"must hold 1 to {MaxConditions} conditions");
        foreach (PolicyNode condition in when.Items.Take(MaxConditions))
            rule = AddCondition(rule, condition, rules);
        if (named.IsFaulty)
            return null;
        if (!when.IsFaulty && !when.Items.Any(condition => condition.IsFaulty) && rule.IsPerBoss != rule.Reward.Contains(RewardRule.BossMark, StringComparison.Ordinal))
        {
            named.Fault(rule.IsPerBoss
                ? $"must hold {RewardRule.BossMark}: a condition of it is about each boss, \"{EachBoss}\""
                : $"holds {RewardRule.BossMark}, but none of its conditions is about each boss, \"{EachBoss}\"");
        }

        return rule;
    }

    private static string ReadName(PolicyNode node)
    {
        string name = node.Text();
        string longest = name.Replace(RewardRule.BossMark, new string('x', IdRule.MaxLength), StringComparison.Ordinal);
        if (!RewardRule.IsName(longest)
            || name.IndexOf(RewardRule.BossMark, StringComparison.Ordinal) != name.LastIndexOf(RewardRule.BossMark, StringComparison.Ordinal))
        {
            node.Fault($"must be 1 to {RewardRule.MaxLength} characters of [A-Za-z0-9_.:-], with {RewardRule.BossMark} in it at most once, which stands for {IdRule.MaxLength}");
        }

        return name;
    }

    private static RewardRule AddCondition(RewardRule rule, PolicyNode condition, ProgressionRules rules)
    {
        if (condition["level"] is { } level)
        {
            condition.Only("level");
            return rule with { Level = Math.Max(rule.Level, (int)level.Whole(1, rules.Levels.Top)) };
        }

        if (condition["firstKill"] is { } first)
        {
            condition.Only("firstKill");
            return AddKills(rule, first, 1);
        }

        if (condition["kills"] is { } kills)
        {
            condition.Only("kills", "boss");
            long count = kills.Whole(1, int.MaxValue);
            return condition["boss"] is { } boss ? AddKills(rule, boss, count) : rule with { Kills = Math.Max(rule.Kills, (int)count) };
        }

        if (condition["items"] is { } items)
        {
            condition.Only("items", "item");
            if (condition["item"]?.Id() is not { } item)
            {
                condition.Fault("counts items but names no item");
                return rule;
            }

            long most = rules.ItemCaps.GetValueOrDefault(item, Players.Player.MaxCount);
            return rule with { Items = [.. rule.Items, (item, items.Whole(1, most))] };
        }

        if (condition["count"] is { } reached)
        {
            condition.Only("count", "counter");
            if (condition["counter"]?.Id() is not { } counter)
            {
                condition.Fault("counts but names no counter");
                return rule;
            }

            long most = rules.CounterCaps.GetValueOrDefault(counter, Players.Player.MaxCount);
            return rule with { Counters = [.. rule.Counters, (counter, reached.Whole(1, most))] };
        }

        condition.Fault("holds a condition that is none: level, firstKill, kills (of a boss), items (of an item) or count (of a counter)");
        return rule;
    }

    private static RewardRule AddKills(RewardRule rule, PolicyNode boss, long count) => boss.Text() == EachBoss
        ? rule with { KillsOfEach = Math.Max(rule.KillsOfEach, count) }
        : rule with { KillsOf = [.. rule.KillsOf, (boss.Id(), count)] };
}
