namespace LiveOps.Fairness.Reviews;

/// <summary>Flags of one rule that no decision has settled.</summary>
/// <param name="Rule">The rule's id; <see cref="Other"/> for all beyond <see cref="MostRules"/>.</param>
/// <param name="Flags">How many.</param>
/// <param name="Rejects">Whether an event was refused for one of them.</param>
internal readonly record struct RuleCount(string Rule, int Flags, bool Rejects)
{
    /// <summary>The most rules that a case tells apart.</summary>
    public const int MostRules = 16;

    /// <summary>What further rules are counted as: no rule's id, which has no blank.</summary>
    public const string Other = "other rules";

    /// <summary>Flags of one rule that count towards the severity: the hundredth says no more than the tenth.</summary>
    private const int MostCounted = 10;

    private const int OfRejected = 3, OfFlagged = 1, OfAnotherRule = 5;

    /// <summary>
    /// How much is held against a player: of each rule its flags, at most <see cref="MostCounted"/>, times 3 where events were refused for it, else times 1; and 5 for each rule beyond
    /// the first, because who breaks several in different ways is seldom merely lucky.
    /// </summary>
    public static int Severity(IReadOnlyList<RuleCount> counts) =>
        counts.Sum(count => Math.Min(count.Flags, MostCounted) * (count.Rejects ? OfRejected : OfFlagged)) + OfAnotherRule * Math.Max(0, counts.Count - 1);

    /// <summary>The counts with others added.</summary>
    public static IReadOnlyList<RuleCount> Add(IReadOnlyList<RuleCount> counts, params IReadOnlyList<RuleCount> others)
    {
        List<RuleCount> sum = [.. counts];
        foreach (RuleCount other in others)
        {
            string rule = sum.Count < MostRules || sum.Exists(count => count.Rule == other.Rule) ? other.Rule : Other;
            int at = sum.FindIndex(count => count.Rule == rule);
            if (at < 0)
                sum.Add(other with { Rule = rule });
            else
                sum[at] = sum[at] with { Flags = sum[at].Flags + other.Flags, Rejects = sum[at].Rejects | other.Rejects };
        }

        return sum;
    }
}
