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
            RewardRule rule = ReadOne(node.Only("reward", "when"), rules);
            if (!read.TryAdd(rule.Reward, rule))
                throw new PolicyException($"{rule.Reward} is already granted by line {read[rule.Reward].Line}", rule.Line);
        }

        return [.. read.Values];
    }

    private static RewardRule ReadOne(PolicyNode node, ProgressionRules rules)
    {
        PolicyNode named = node["reward"] ?? throw node.Wrong("must each have a reward, its name");
        PolicyNode when = node["when"] ?? throw new PolicyException($"{named.Text()} has no when: what grants it", node.Line);
        if (when.Items.Count is 0 or > MaxConditions)
            throw when.Wrong($"must hold 1 to {MaxConditions} conditions");
        var rule = new RewardRule(ReadName(named), named.Line);
        foreach (PolicyNode condition in when.Items)
            rule = AddCondition(rule, condition, rules);
        if (rule.IsPerBoss != rule.Reward.Contains(RewardRule.BossMark, StringComparison.Ordinal))
        {
            throw named.Wrong(rule.IsPerBoss
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
            throw node.Wrong($"must be 1 to {RewardRule.MaxLength} characters of [A-Za-z0-9_.:-], with {RewardRule.BossMark} in it at most once, which stands for {IdRule.MaxLength}");
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
            string item = condition["item"]?.Id() ?? throw condition.Wrong("counts items but names no item");
            long most = rules.ItemCaps.GetValueOrDefault(item, Players.Player.MaxCount);
            return rule with { Items = [.. rule.Items, (item, items.Whole(1, most))] };
        }

        throw condition.Wrong("holds a condition that is none: level, firstKill, kills (of a boss) or items (of an item)");
    }

    private static RewardRule AddKills(RewardRule rule, PolicyNode boss, long count) => boss.Text() == EachBoss
        ? rule with { KillsOfEach = Math.Max(rule.KillsOfEach, count) }
        : rule with { KillsOf = [.. rule.KillsOf, (boss.Id(), count)] };
}
