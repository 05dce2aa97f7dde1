using System.Globalization;
using System.Text.RegularExpressions;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads what the best of a ranking earn: <c>{"ranks":"1" or "2-10","reward"}</c>.</summary>
internal static partial class RankRewardsReader
{
    /// <summary>The last rank that may earn something.</summary>
    public const int LastRank = 10_000;

    /// <summary>The most of one ranking.</summary>
    public const int Most = 50;

    /// <summary>Adds one to others of the same ranking; a rank earns a reward of a name once.</summary>
    public static void Add(List<RankReward> rewards, PolicyNode item, RankReward reward)
    {
        if (rewards.Exists(other => other.Reward == reward.Reward && reward.First <= other.Last && reward.Last >= other.First))
            item.Get("ranks").Fault($"give {reward.Reward} twice for a rank");
        else
            rewards.Add(reward);
    }

    /// <summary>Reads one; null where something is wrong with it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="what">What it is of: the beginning of its name.</param>
    /// <param name="period">The longest name of a period.</param>
    /// <param name="lastRank">The last rank that there may be.</param>
    public static RankReward? Read(PolicyNode item, string what, string period, int lastRank = LastRank)
    {
        PolicyNode ranks = item.Get("ranks"), reward = item.Get("reward");
        string name = reward.Id();
        if (!reward.IsFaulty && name.AsSpan().ContainsAny('.', ':'))
            reward.Fault("may have neither a dot nor a colon: players would know it by a name that another reward may have");
        if (!reward.IsFaulty && $"{what}.{name}:{period}".Length > IdRule.MaxLength)
            reward.Fault($"is too long: players would be granted {what}.{name}:{period}, and the name of a reward has {IdRule.MaxLength} characters at most");
        Match match = Ranks().Match(ranks.Text());
        int first = 0, last = 0;
        bool isRange = match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(match.Groups[2].Success ? match.Groups[2].ValueSpan : match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out last);
        if (!ranks.IsFaulty && (!isRange || first < 1 || last < first || last > lastRank))
            ranks.Fault($"must be a rank, as 1, or a first and a last, as 2-10, up to {lastRank}");
        return ranks.IsFaulty || reward.IsFaulty ? null : new RankReward(first, last, name);
    }

    [GeneratedRegex("^([0-9]{1,9})(?:-([0-9]{1,9}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Ranks();
}
