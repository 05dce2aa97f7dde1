using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Tests.Leaderboard.Boards;

/// <summary>What replicas make of scores must not depend on which of them comes first.</summary>
public sealed class Entries_in_any_order
{
    [Theory]
    [InlineData("best", true)]
    [InlineData("best", false)]
    [InlineData("sum", true)]
    [InlineData("last", true)]
    public void Scores_fold_to_the_same_entry_in_whatever_order_they_come(string name, bool descending)
    {
        var rules = new BoardRules { Operator = Enum.Parse<ScoreOperator>(name, ignoreCase: true), Descending = descending };
        var random = new Random(11);
        for (int round = 0; round < 2000; round++)
        {
            // For the operator last, no score three times: see docs/decisions/ranks-in-redis.md.
            int count = random.Next(1, 8);
            (long Score, long At)[] scores = [.. Enumerable.Range(0, count).Select(i => ((long)(rules.Operator == ScoreOperator.Last ? i / 2 : random.Next(-2, 3)), 100L + i))];
            if (rules.Operator == ScoreOperator.Last)
                random.Shuffle(scores);
            scores = [.. scores.Select((score, i) => (score.Score, 100L + i))];
            (long, long) inOrder = Seen(rules, scores);
            Assert.Equal(Expected(rules, scores), inOrder);
            random.Shuffle(scores);
            Assert.True(inOrder == Seen(rules, scores), $"{inOrder}, but in the order {string.Join(' ', scores)}: {Seen(rules, scores)}");
        }
    }

    // As the state in memory does it: one after the other, and what changes nothing leaves the time.
    private static (long Score, long At) Expected(BoardRules rules, (long Score, long At)[] scores)
    {
        (long Score, long At) entry = scores[0];
        foreach ((long score, long at) in scores[1..])
        {
            if (rules.Combine(entry.Score, score) is var combined && combined != entry.Score)
                entry = (combined, at);
        }

        return entry;
    }

    private static (long, long) Seen(BoardRules rules, (long Score, long At)[] scores)
    {
        Entry entry = Entry.First(rules, scores[0].Score, scores[0].At);
        foreach ((long score, long at) in scores[1..])
            entry = entry.Fold(rules, score, at);
        return (entry.Score, entry.AchievedAt);
    }
}
