using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Learning;

/// <summary>What comes in a batch is judged as it would be had it come one by one.</summary>
public sealed class Scores_in_a_batch(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void Somebody_who_gets_better_is_not_flagged_for_sending_it_together(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int first = 1; first <= 81; first += 80)
        {
            Assert.All(world.Send([.. Enumerable.Range(first, 80).Select(score => Score("p", score))]), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
            world.Wait(10);
        }

        Assert.Empty(world.Standing("p").Flags!);
    }

    [Theory, Every<FairnessStores>(1), Every<FairnessStores>(2), Every<FairnessStores>(3), Every<FairnessStores>(4)]
    public void Verdicts_and_flags_are_those_of_one_by_one(int seed, FairnessStores store)
    {
        World world = worlds.New(store, DefaultPolicy
            .Replace("\"seconds\": 1, \"then\": \"observe\"", "\"seconds\": 1, \"then\": \"flag\"", StringComparison.Ordinal)
            .Replace("\"times\": 10, \"after\": 10, \"then\": \"flag\"", "\"times\": 10, \"after\": 10, \"then\": \"reject\"", StringComparison.Ordinal)
            .Replace("\"flags\": 3", "\"flags\": 12", StringComparison.Ordinal)
            .Replace("\"flags\": 2", "\"flags\": 11", StringComparison.Ordinal));
        var random = new Random(seed);
        long at = world.Clock.UtcNow.ToUnixTimeMilliseconds();
        for (int batch = 0; batch < 6; batch++)
        {
            TestEvent[] events = [.. Enumerable.Range(0, random.Next(1, 60)).Select(i => One(batch * 1000 + i))];
            if (batch == 5)
                events[^1] = Score("p", 1_000_000) with { Id = events[^1].Id, OccurredAt = events[^1].OccurredAt };
            VerdictKind[] together = [.. world.Send([.. events.SelectMany(e => new[] { Of(e, "together"), Xp("other", 1) })]).Where((_, i) => i % 2 == 0).Select(verdict => verdict.Kind)];
            VerdictKind[] alone = [.. events.Select(e => world.Send(Of(e, "alone")).Kind)];
            Assert.Equal(alone, together);
            Assert.Equal(Flags("alone"), Flags("together"));
            world.Wait(30);
        }

        Assert.NotEmpty(Flags("alone"));

        TestEvent One(int id)
        {
            at += random.Next(4) == 0 ? 500 : random.Next(1000, 5000);
            TestEvent e = random.Next(8) switch
            {
                0 => Boss("p"),
                1 => Score("p", 100 + random.Next(3), "race"),
                2 => Score("p", 7),
                3 when random.Next(4) == 0 => Score("p", 1_000_000),
                _ => Score("p", 100 + id / 40 + random.Next(60)),
            };
            return e with { Id = $"e{id}", OccurredAt = at };
        }

        static TestEvent Of(TestEvent e, string player) => e with { Player = player };

        string[] Flags(string player) => [.. world.Standing(player).Flags!.Select(flag => $"{flag.Rule} {flag.EventId}: {flag.Observed}; {flag.Expected}")];
    }

    [Theory, Every<FairnessStores>]
    public void A_big_score_behind_small_ones_is_found_and_the_next_is_refused_at_once(FairnessStores store)
    {
        World world = worlds.New(store);
        TestEvent[] events = [.. Enumerable.Range(0, 12).Select(i => Score("p", 100 + i)), Score("p", 100_000, id: "big"), Score("p", 20_000_000), Score("p", int.MaxValue * 8L), Score("p", 1)];
        Verdict[] verdicts = world.Ask(events);
        Assert.Equal("big", world.Standing("p").Flags!.MinBy(flag => flag.At)!.EventId); // before anything is learned
        Assert.Equal(VerdictKind.Blocked, verdicts[^1].Kind);

        // Whoever gets by without being asked for is found by learning.
        World learning = worlds.New(store);
        learning.Publish(new BusMessage(BusMessageKind.Events, learning.Batch(events).Bytes.ToArray()));
        Assert.Contains(learning.Standing("p").Flags!, flag => flag.EventId == "big");
    }

    [Theory, Every<FairnessStores>]
    public void What_was_refused_teaches_the_rest_of_the_batch_nothing(FairnessStores store)
    {
        World world = worlds.New(store, DefaultPolicy.Replace("\"times\": 10, \"after\": 10, \"then\": \"flag\"", "\"times\": 10, \"after\": 10, \"then\": \"reject\"", StringComparison.Ordinal));
        Verdict[] verdicts = world.Send([.. Enumerable.Repeat(Score("p", 100), 9), Score("p", 101), Score("p", 5000), Score("p", 5000)]);
        Assert.Equal([VerdictKind.Accepted, VerdictKind.Implausible, VerdictKind.Implausible], verdicts[^3..].Select(verdict => verdict.Kind));
    }

    [Theory, Every<FairnessStores>]
    public void What_was_accepted_and_never_published_teaches_nothing(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Ask([.. Enumerable.Range(0, 12).Select(i => Score("p", 100 + i))]);
        world.Send(Score("p", 100_000));
        StandingAnswer standing = world.Standing("p");
        Assert.Empty(standing.Flags!);
    }

    [Theory, Every<FairnessStores>]
    public void Boards_and_players_of_a_batch_are_judged_each_by_their_own(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Range(0, 30).SelectMany(i => new[] { Score("p", 100 + i), Score("p", 100_000 + i, "race"), Score("q", 10_000_000 + i), Boss("p") })]);
        Assert.Empty(world.Standing("p").Flags!);
        Assert.Empty(world.Standing("q").Flags!);
    }
}
