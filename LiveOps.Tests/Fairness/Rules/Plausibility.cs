using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Rules;

public sealed class Plausibility(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory]
    [Every<FairnessStores>(100_000, VerdictKind.Accepted)]
    [Every<FairnessStores>(100_001, VerdictKind.Implausible)]
    public void An_amount_of_XP_is_bounded(long amount, VerdictKind expected, FairnessStores store) => Assert.Equal(expected, worlds.New(store).Send(Xp("p", amount)).Kind);

    [Theory]
    [Every<FairnessStores>(10_000, VerdictKind.Accepted)]
    [Every<FairnessStores>(10_001, VerdictKind.Implausible)]
    public void A_quantity_of_items_is_bounded(long quantity, VerdictKind expected, FairnessStores store) =>
        Assert.Equal(expected, worlds.New(store).Send(new TestEvent("p", LiveOps.Core.Events.EventType.ItemAcquired, quantity, "sword")).Kind);

    [Theory, Every<FairnessStores>]
    public void What_is_implausible_is_refused_without_a_word_of_the_rule_and_flagged_with_the_evidence(FairnessStores store)
    {
        World world = worlds.New(store);
        Verdict verdict = world.Send(Xp("p", 250_000, "e-9"));
        Assert.Equal(new Verdict(VerdictKind.Implausible), verdict);
        StandingAnswer standing = world.Standing("p");
        Assert.Equal("ok", standing.Status);
        var flag = Assert.Single(standing.Flags!);
        Assert.Equal(("p", "xp-amount", "e-9", "amount 250000", "amount at most 100000", world.Clock.UtcNow.UtcDateTime),
            (flag.PlayerId, flag.Rule, flag.EventId, flag.Observed, flag.Expected, flag.At));
    }

    [Theory, Every<FairnessStores>]
    public void A_million_XP_a_minute_pass_and_one_more_does_not(FairnessStores store)
    {
        World world = worlds.New(store);
        Assert.All(world.Send([.. Enumerable.Repeat(Xp("p", 100_000), 10)]), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        world.Wait(40);
        Assert.Equal(VerdictKind.Implausible, world.Send(Xp("p", 1)).Kind);
        Assert.Equal("1000001 XP within 60 s", Assert.Single(world.Standing("p").Flags!).Observed);
        world.Wait(20);
        Assert.Equal(VerdictKind.Accepted, world.Send(Xp("p", 1)).Kind);
    }

    [Theory, Every<FairnessStores>]
    public void A_refused_gain_does_not_count_towards_the_minute(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 100_000), 9)]);
        world.Send(Xp("p", 950_000));
        Assert.Equal(VerdictKind.Accepted, world.Send(Xp("p", 100_000)).Kind);
    }

    [Theory, Every<FairnessStores>]
    public void A_score_over_ten_times_the_best_is_accepted_and_flagged_after_ten_scores(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 1; i <= 9; i++)
            world.Send(Score("p", 100 * i));
        Assert.Equal(VerdictKind.Accepted, world.Send(Score("p", 1000)).Kind);
        Assert.Equal(VerdictKind.Accepted, world.Send(Score("p", 10_001)).Kind);
        var flag = Assert.Single(world.Standing("p").Flags!);
        Assert.Equal(("score-jump", "score 10001", "at most 10 times the best before, 1000"), (flag.Rule, flag.Observed, flag.Expected));
    }

    [Theory, Every<FairnessStores>]
    public void With_nine_scores_nothing_is_known_yet(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 1; i <= 9; i++)
            world.Send(Score("p", 100 * i));
        world.Send(Score("p", 1_000_000));
        Assert.Empty(world.Standing("p").Flags!);
    }

    [Theory, Every<FairnessStores>]
    public void Boards_are_judged_apart(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 1; i <= 10; i++)
            world.Send(Score("p", 100, "arena"));
        world.Send(Score("p", 1_000_000, "race"));
        Assert.Empty(world.Standing("p").Flags!);
    }

    [Theory, Every<FairnessStores>]
    public void A_score_more_than_four_deviations_above_the_mean_is_accepted_and_flagged(FairnessStores store)
    {
        World world = worlds.New(store);
        // Mean 100, standard deviation (over n - 1) 10.54.
        for (int i = 0; i < 10; i++)
            world.Send(Score("p", i % 2 == 0 ? 90 : 110));
        world.Send(Score("p", 142));
        Assert.Empty(world.Standing("p").Flags!);

        World other = worlds.New(store);
        for (int i = 0; i < 10; i++)
            other.Send(Score("p", i % 2 == 0 ? 90 : 110));
        Assert.Equal(VerdictKind.Accepted, other.Send(Score("p", 143)).Kind);
        var flag = Assert.Single(other.Standing("p").Flags!);
        Assert.Equal(("score-deviation", "score 143, 4.1 standard deviations above the mean", "at most 142.2: mean 100.0 + 4 × deviation 10.5, over 10 scores"),
            (flag.Rule, flag.Observed, flag.Expected));
    }

    [Theory, Every<FairnessStores>]
    public void A_jump_within_the_very_batch_that_brings_the_tenth_score_is_found_when_it_is_learned(FairnessStores store)
    {
        World world = worlds.New(store);
        Verdict[] verdicts = world.Send([.. Enumerable.Repeat(Score("p", 100), 10), Score("p", 5000)]);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.Equal("score-jump", Assert.Single(world.Standing("p").Flags!).Rule);
    }

    [Theory, Every<FairnessStores>]
    public void An_event_gets_one_flag_however_often_it_comes(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 5; i++)
            world.Send(Xp("p", 200_000, "same"));
        Assert.Single(world.Standing("p").Flags!);
        Assert.Equal("ok", world.Standing("p").Status);
    }
}
