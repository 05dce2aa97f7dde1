using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Rules;

public sealed class Rules_of_the_policy(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory]
    [Every<FairnessStores>("item_acquired", EventType.ItemAcquired, 30, "items")]
    [Every<FairnessStores>("score_submitted", EventType.ScoreSubmitted, 30, "points")]
    [Every<FairnessStores>("boss_killed", EventType.BossKilled, 1, "kills")]
    [Every<FairnessStores>("counter_added", EventType.CounterAdded, 30, "counted")]
    public void Gains_of_items_kills_and_score_can_be_bounded_too(string type, EventType kind, long value, string what, FairnessStores store)
    {
        long max = value * 5;
        World world = worlds.New(store, With($$"""{ "id": "g", "kind": "gain", "type": "{{type}}", "max": {{max}}, "seconds": 60, "then": "reject" }"""));
        var e = new TestEvent("p", kind, value, "s");
        Assert.All(world.Send(e, e, e, e, e), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.Equal(VerdictKind.Implausible, world.Send(e).Kind);
        Assert.Equal(($"{max + value} {what} within 60 s", $"at most {max} {what} within 60 s"), FlagOf(world));
    }

    [Theory, Every<FairnessStores>]
    public void A_counter_may_have_bounds_of_its_own_in_the_place_of_those_of_all(FairnessStores store)
    {
        World world = worlds.New(store, With(
            """{ "id": "all", "kind": "bounds", "type": "counter_added", "max": 10, "then": "reject" }, { "id": "coins", "kind": "bounds", "type": "counter_added", "counter": "coins", "min": -5, "max": 1000, "then": "reject" }"""));
        Assert.Equal(
            [VerdictKind.Accepted, VerdictKind.Implausible, VerdictKind.Accepted],
            world.Send(new TestEvent("p", EventType.CounterAdded, -9999, "races"), new TestEvent("p", EventType.CounterAdded, 11, "races"), new TestEvent("q", EventType.CounterAdded, 1000, "coins")).Select(verdict => verdict.Kind));
        Assert.Equal(VerdictKind.Implausible, world.Send(new TestEvent("r", EventType.CounterAdded, -6, "coins")).Kind);
        Assert.Equal("amount -6", Assert.Single(world.Flags("r")!.Entries).Observed);
    }

    [Theory, Every<FairnessStores>]
    public void A_huge_gain_is_counted_in_units_and_never_undercounted(FairnessStores store)
    {
        long max = 1L << 52;
        World world = worlds.New(store, With($$"""{ "id": "g", "kind": "gain", "type": "score_submitted", "max": {{max}}, "seconds": 60, "then": "reject" }"""));
        Assert.Equal([VerdictKind.Accepted, VerdictKind.Accepted, VerdictKind.Implausible],
            world.Send(Score("p", max / 2), Score("p", max / 2), Score("p", 1)).Select(verdict => verdict.Kind));
    }

    [Theory, Every<FairnessStores>]
    public void A_gain_never_counts_what_was_gained_longer_ago_than_it_says(FairnessStores store)
    {
        var random = new Random(11);
        int rounds = store == FairnessStores.Memory ? 300 : 3;
        for (int round = 0; round < rounds; round++)
        {
            World world = worlds.New(store, With("""{ "id": "g", "kind": "gain", "type": "item_acquired", "max": 1000, "seconds": 60, "then": "reject" }"""));
            var gained = new List<(long At, long Amount)>();
            for (int i = 0; i < 60; i++)
            {
                world.Wait(random.NextDouble() * 12);
                long amount = random.Next(1, 200);
                long within60 = gained.Where(gain => gain.At > world.Now - TimeSpan.TicksPerMinute).Sum(gain => gain.Amount);
                long within45 = gained.Where(gain => gain.At > world.Now - 45 * TimeSpan.TicksPerSecond).Sum(gain => gain.Amount);
                bool accepted = world.Ask([new TestEvent($"p{round}", EventType.ItemAcquired, amount, "s")])[0].Kind == VerdictKind.Accepted;
                if (world.Standing($"p{round}").Status != "ok")
                    break;
                if (within60 + amount <= 1000)
                    Assert.True(accepted);
                if (within45 + amount > 1000)
                    Assert.False(accepted);
                if (accepted)
                    gained.Add((world.Now, amount));
            }
        }
    }

    [Theory, Every<FairnessStores>]
    public void The_same_score_again_and_again_is_flagged_where_scores_did_vary(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Score("p", 90), Score("p", 120));
        for (int i = 0; i < 10; i++)
        {
            Assert.Empty(world.Standing("p").Flags!);
            world.Wait(5);
            world.Send(Score("p", 150));
        }

        Assert.Equal(("score 150, 10 times in a row within 120 s", "the same score fewer than 10 times in a row within 120 s"), FlagOf(world));
    }

    [Theory, Every<FairnessStores>]
    public void The_same_score_is_no_offence_where_every_score_is_the_same_or_where_it_takes_its_time(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 200; i++)
            world.Send(Score("wins", 1, "wins"));
        world.Send(Score("quiz", 90), Score("quiz", 95));
        for (int i = 0; i < 200; i++)
        {
            world.Wait(30);
            world.Send(Score("quiz", 100));
        }

        Assert.Empty(world.Standing("wins").Flags!);
        Assert.Empty(world.Standing("quiz").Flags!);
    }

    [Theory]
    [Every<FairnessStores>(0.03, true)]
    [Every<FairnessStores>(0.3, false)]
    public void Intervals_that_hardly_vary_for_two_hours_are_flagged(double jitter, bool flagged, FairnessStores store)
    {
        World world = worlds.New(store);
        var random = new Random(3);
        for (int i = 0; i < 90; i++)
        {
            world.Wait(100 * (1 + jitter * (2 * random.NextDouble() - 1)));
            world.Send(Boss("p"));
            Assert.True(i * 100 > 7000 || world.Standing("p").Flags!.Count == 0);
        }

        Assert.Equal(flagged, world.Standing("p").Flags!.Count > 0);
        if (flagged)
            Assert.StartsWith("boss-rhythm", world.Standing("p").Flags![0].Rule, StringComparison.Ordinal);
    }

    [Theory, Every<FairnessStores>]
    public void An_event_from_days_ahead_hides_nothing_of_what_follows(FairnessStores store)
    {
        World world = worlds.New(store, DefaultPolicy.Replace("\"seconds\": 1, \"then\": \"observe\"", "\"seconds\": 1, \"then\": \"flag\"", StringComparison.Ordinal));
        world.Send(Boss("p") with { OccurredAt = world.Clock.UtcNow.AddDays(3).ToUnixTimeMilliseconds() });
        for (int i = 0; i < 150; i++)
        {
            world.Wait(100);
            world.Send(Boss("p"));
        }

        Assert.StartsWith("boss-rhythm", world.Standing("p").Flags![0].Rule, StringComparison.Ordinal);
        world.Send(Boss("q") with { OccurredAt = world.Clock.UtcNow.AddDays(3).ToUnixTimeMilliseconds() });
        world.Wait(70);
        world.Send(Boss("q"), Boss("q"));
        Assert.Equal("boss-speed", Assert.Single(world.Standing("q").Flags!).Rule);
    }

    [Theory, Every<FairnessStores>]
    public void A_pause_begins_another_session(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 300; i++)
        {
            world.Wait(i % 60 == 59 ? 700 : 100);
            world.Send(Boss("p"));
        }

        Assert.Empty(world.Standing("p").Flags!);
    }

    [Theory, Every<FairnessStores>]
    public void Events_from_the_future_or_long_past_are_counted_and_may_be_refused(FairnessStores store)
    {
        World world = worlds.New(store);
        long now = world.Clock.UtcNow.ToUnixTimeMilliseconds();
        TestEvent ahead = new("p", EventType.XpGained, 1, OccurredAt: now + 301_000), old = ahead with { OccurredAt = now - 604_801_000 };
        Assert.All(world.Send(ahead, old), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.Empty(world.Standing("p").Flags!);
        Assert.Equal((1, 1), (Broken(world, "from-the-future"), Broken(world, "long-past")));

        world = worlds.New(store, DefaultPolicy.Replace("\"observe\"", "\"reject\"", StringComparison.Ordinal));
        Assert.Equal([VerdictKind.Implausible, VerdictKind.Implausible], world.Send(ahead, old).Select(verdict => verdict.Kind));
        Assert.Equal(["occurredAt 604801 s ago", "occurredAt 301 s ahead"], world.Standing("p").Flags!.Select(flag => flag.Observed));
    }

    [Theory, Every<FairnessStores>]
    public void Kills_faster_than_possible_are_counted_and_may_be_refused(FairnessStores store)
    {
        World world = worlds.New(store, DefaultPolicy.Replace("\"observe\"", "\"reject\"", StringComparison.Ordinal));
        long now = world.Clock.UtcNow.ToUnixTimeMilliseconds();
        world.Send(Boss("p"));
        Assert.Equal(VerdictKind.Implausible, world.Send(Boss("p") with { OccurredAt = now + 999 }).Kind);
        Assert.Equal(("0.999 s after the one before", "at least 1 s between two of them"), FlagOf(world));
        Assert.Equal(VerdictKind.Accepted, world.Send(Boss("p") with { OccurredAt = now + 1000 }).Kind);
    }

    [Theory, Every<FairnessStores>]
    public void A_rule_for_a_board_takes_the_place_of_the_general_one_there(FairnessStores store)
    {
        World world = worlds.New(store, With("""{ "id": "lottery", "kind": "jump", "type": "score_submitted", "board": "lottery", "times": 1000, "after": 10, "then": "reject" }""")
            .Replace("\"deviations\": 4", "\"deviations\": 1000000", StringComparison.Ordinal));
        foreach (string board in (string[])["lottery", "arena"])
        {
            for (int i = 0; i < 10; i++)
                world.Send(Score(board, 100, board));
            world.Send(Score(board, 50_000, board));
        }

        Assert.Empty(world.Standing("lottery").Flags!);
        Assert.Equal("score-jump", Assert.Single(world.Standing("arena").Flags!).Rule);
        Assert.Equal(VerdictKind.Implausible, world.Send(Score("lottery", 50_000_001, "lottery")).Kind);
        Assert.Equal("lottery", world.Standing("lottery").Flags![0].Rule);
    }

    [Theory, Every<FairnessStores>]
    public void Somebody_whose_level_doubles_is_believed_after_one_flag(FairnessStores store)
    {
        World world = worlds.New(store);
        var random = new Random(5);
        for (int i = 0; i < 30; i++)
            world.Send(Score("p", (long)(1000 + 100 * Gaussian(random))));
        for (int i = 0; i < 30; i++)
        {
            world.Wait(180);
            world.Send(Score("p", (long)(2000 + 150 * Gaussian(random))));
        }

        Assert.InRange(world.Standing("p").Flags!.Count, 1, 2);
        Assert.Equal("ok", world.Standing("p").Status);
    }

    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string With(string rule) => DefaultPolicy.Replace("\"rules\": [", "\"rules\": [\n" + rule + ",", StringComparison.Ordinal);

    private static (string, string) FlagOf(World world)
    {
        var flag = Assert.Single(world.Standing("p").Flags!);
        return (flag.Observed, flag.Expected);
    }

    private static double Broken(World world, string rule) =>
        Prometheus.Metrics.WithCustomRegistry(world.Registry).CreateCounter("anomaly_flags_total", "Rules broken, whatever followed.", ["rule"]).WithLabels(rule).Value;
}
