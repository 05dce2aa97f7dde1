using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Rules;

public abstract class Plausibility
{
    private World _world => field ??= New();

    private protected abstract World New();

    [Theory]
    [InlineData(100_000, VerdictKind.Accepted)]
    [InlineData(100_001, VerdictKind.Implausible)]
    public void An_amount_of_XP_is_bounded(long amount, VerdictKind expected) => Assert.Equal(expected, _world.Send(Xp("p", amount)).Kind);

    [Theory]
    [InlineData(10_000, VerdictKind.Accepted)]
    [InlineData(10_001, VerdictKind.Implausible)]
    public void A_quantity_of_items_is_bounded(long quantity, VerdictKind expected) =>
        Assert.Equal(expected, _world.Send(new TestEvent("p", LiveOps.Core.Events.EventType.ItemAcquired, quantity, "sword")).Kind);

    [Fact]
    public void What_is_implausible_is_refused_without_a_word_of_the_rule_and_flagged_with_the_evidence()
    {
        Verdict verdict = _world.Send(Xp("p", 250_000, "e-9"));
        Assert.Equal(new Verdict(VerdictKind.Implausible), verdict);
        StandingAnswer standing = _world.Standing("p");
        Assert.Equal("ok", standing.Status);
        var flag = Assert.Single(standing.Flags!);
        Assert.Equal(("p", "xp-amount", "e-9", "amount 250000", "amount at most 100000", _world.Clock.UtcNow.UtcDateTime),
            (flag.PlayerId, flag.Rule, flag.EventId, flag.Observed, flag.Expected, flag.At));
    }

    [Fact]
    public void A_million_XP_a_minute_pass_and_one_more_does_not()
    {
        Assert.All(_world.Send([.. Enumerable.Repeat(Xp("p", 100_000), 10)]), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        _world.Wait(40);
        Assert.Equal(VerdictKind.Implausible, _world.Send(Xp("p", 1)).Kind);
        Assert.Equal("1000001 XP within 60 s", Assert.Single(_world.Standing("p").Flags!).Observed);
        _world.Wait(20);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("p", 1)).Kind);
    }

    [Fact]
    public void A_refused_gain_does_not_count_towards_the_minute()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 100_000), 9)]);
        _world.Send(Xp("p", 950_000));
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("p", 100_000)).Kind);
    }

    [Fact]
    public void A_score_over_ten_times_the_best_is_accepted_and_flagged_after_ten_scores()
    {
        for (int i = 1; i <= 9; i++)
            _world.Send(Score("p", 100 * i));
        Assert.Equal(VerdictKind.Accepted, _world.Send(Score("p", 1000)).Kind);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Score("p", 10_001)).Kind);
        var flag = Assert.Single(_world.Standing("p").Flags!);
        Assert.Equal(("score-jump", "score 10001", "at most 10 times the best before, 1000"), (flag.Rule, flag.Observed, flag.Expected));
    }

    [Fact]
    public void With_nine_scores_nothing_is_known_yet()
    {
        for (int i = 1; i <= 9; i++)
            _world.Send(Score("p", 100 * i));
        _world.Send(Score("p", 1_000_000));
        Assert.Empty(_world.Standing("p").Flags!);
    }

    [Fact]
    public void Boards_are_judged_apart()
    {
        for (int i = 1; i <= 10; i++)
            _world.Send(Score("p", 100, "arena"));
        _world.Send(Score("p", 1_000_000, "race"));
        Assert.Empty(_world.Standing("p").Flags!);
    }

    [Fact]
    public void A_score_more_than_four_deviations_above_the_mean_is_accepted_and_flagged()
    {
        // Mean 100, standard deviation (over n - 1) 10.54.
        for (int i = 0; i < 10; i++)
            _world.Send(Score("p", i % 2 == 0 ? 90 : 110));
        _world.Send(Score("p", 142));
        Assert.Empty(_world.Standing("p").Flags!);

        World other = New();
        for (int i = 0; i < 10; i++)
            other.Send(Score("p", i % 2 == 0 ? 90 : 110));
        Assert.Equal(VerdictKind.Accepted, other.Send(Score("p", 143)).Kind);
        var flag = Assert.Single(other.Standing("p").Flags!);
        Assert.Equal(("score-deviation", "score 143, 4.1 standard deviations above the mean", "at most 142.2: mean 100.0 + 4 × deviation 10.5, over 10 scores"),
            (flag.Rule, flag.Observed, flag.Expected));
    }

    [Fact]
    public void A_jump_within_the_very_batch_that_brings_the_tenth_score_is_found_when_it_is_learned()
    {
        Verdict[] verdicts = _world.Send([.. Enumerable.Repeat(Score("p", 100), 10), Score("p", 5000)]);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.Equal("score-jump", Assert.Single(_world.Standing("p").Flags!).Rule);
    }

    [Fact]
    public void An_event_gets_one_flag_however_often_it_comes()
    {
        for (int i = 0; i < 5; i++)
            _world.Send(Xp("p", 200_000, "same"));
        Assert.Single(_world.Standing("p").Flags!);
        Assert.Equal("ok", _world.Standing("p").Status);
    }
}
