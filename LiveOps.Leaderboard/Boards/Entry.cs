using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>
/// A player's entry in a period, and what it takes to fold scores into it that come in another order than they were accepted in, as
/// replicas may bring them. In the order of acceptance it is what <see cref="BoardRules.Combine"/> makes, with the time of the last change.
/// </summary>
/// <param name="Score">The score.</param>
/// <param name="AchievedAt">When it was reached, by acceptance: decides ties.</param>
/// <param name="LastAt">Operator <c>last</c>: when the latest score was accepted. <c>sum</c>: when the latest one that added something was; 0 before any.</param>
/// <param name="OtherAt">Operator <c>last</c>: when the latest score that is not the present one was accepted; 0 before any.</param>
internal readonly record struct Entry(long Score, long AchievedAt, long LastAt, long OtherAt)
{
    /// <summary>The entry of a first score.</summary>
    public static Entry First(BoardRules rules, long score, long accepted) =>
        new(score, accepted, rules.Operator == ScoreOperator.Sum && score == 0 ? 0 : accepted, 0);

    /// <summary>The entry after one score more; the same when that changes nothing.</summary>
    public Entry Fold(BoardRules rules, long score, long accepted) => rules.Operator switch
    {
        ScoreOperator.Best => FoldBest(rules, score, accepted),
        ScoreOperator.Last => FoldLast(score, accepted),
        _ => FoldSum(rules, score, accepted),
    };

    // The better one; of equals, the earlier.
    private Entry FoldBest(BoardRules rules, long score, long accepted) =>
        (rules.Key(score), accepted).CompareTo((rules.Key(Score), AchievedAt)) < 0 ? this with { Score = score, AchievedAt = accepted } : this;

    // The present score was reached where the run of equal scores up to the latest one begins.
    private Entry FoldLast(long score, long accepted)
    {
        if (accepted >= LastAt)
        {
            return score == Score
                ? this with { LastAt = accepted }
                : new Entry(score, accepted, accepted, LastAt);
        }

        if (score == Score)
            return accepted > OtherAt && accepted < AchievedAt ? this with { AchievedAt = accepted } : this;
        return accepted <= OtherAt ? this : this with { OtherAt = accepted, AchievedAt = accepted > AchievedAt ? LastAt : AchievedAt };
    }

    // A sum is reached with the latest score that added something, whichever came last.
    private Entry FoldSum(BoardRules rules, long score, long accepted)
    {
        long sum = rules.Combine(Score, score);
        if (sum == Score)
            return LastAt == 0 && accepted < AchievedAt ? this with { AchievedAt = accepted } : this;
        long last = Math.Max(LastAt, accepted);
        return new Entry(sum, last, last, 0);
    }
}
