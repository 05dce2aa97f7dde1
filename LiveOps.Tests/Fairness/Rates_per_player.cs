using FsCheck;
using FsCheck.Fluent;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Policies;
using static LiveOps.Tests.Fairness.FairnessWorld;

namespace LiveOps.Tests.Fairness;

public sealed class Rates_per_player
{
    [Fact]
    public void A_burst_of_100_passes_and_the_next_is_told_when_to_come_again()
    {
        var world = new FairnessWorld();
        Verdict[] verdicts = world.Send([.. Enumerable.Repeat(Xp("p", 1), 150)]);
        Assert.All(verdicts[..100], verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.All(verdicts[100..], verdict => Assert.Equal(VerdictKind.RateLimited, verdict.Kind));
        Assert.All(verdicts[100..], verdict => Assert.Equal(1, verdict.RetryAfter));
        Assert.All(verdicts[100..], verdict => Assert.NotNull(verdict.Detail));
    }

    [Fact]
    public void Fifty_more_pass_each_second_after_it()
    {
        var world = new FairnessWorld();
        world.Send([.. Enumerable.Repeat(Xp("p", 1), 100)]);
        for (int second = 0; second < 3; second++)
        {
            world.Wait(1);
            Assert.Equal(50, world.Send([.. Enumerable.Repeat(Xp("p", 1), 80)]).Count(verdict => verdict.Kind == VerdictKind.Accepted));
        }
    }

    [Fact]
    public void One_players_flood_costs_nobody_else_anything()
    {
        var world = new FairnessWorld();
        TestEvent[] events = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? Xp("flood", 1) : Xp($"other-{i}", 1))];
        Verdict[] verdicts = world.Send(events);
        Assert.Equal(100, verdicts.Where((verdict, i) => i % 2 == 0 && verdict.Kind == VerdictKind.Accepted).Count());
        Assert.All(verdicts.Where((_, i) => i % 2 == 1), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
    }

    [Fact]
    public void Whenever_events_come_no_stretch_of_time_lets_more_through_than_the_rate_allows() =>
        Prop.ForAll(Gen.Choose(0, 3_000_000).ListOf(400).ToArbitrary(), gaps =>
        {
            var rate = new RateLimit(50, 20);
            long arrival = 0, now = TimeSpan.TicksPerDay;
            var passed = new List<long>();
            foreach (int gap in gaps)
            {
                now += gap / 5;
                if (rate.TryTake(ref arrival, now, out int retryAfter))
                    passed.Add(now);
                else
                    Assert.True(retryAfter >= 1);
            }

            for (int from = 0; from < passed.Count; from++)
            {
                for (int to = from; to < passed.Count; to++)
                    Assert.True(to - from + 1 <= 20 + 50.0 * (passed[to] - passed[from]) / TimeSpan.TicksPerSecond + 1e-6);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Many_threads_asking_at_once_never_pass_the_bound()
    {
        var world = new FairnessWorld();
        string[] players = [.. Enumerable.Range(0, 5).Select(i => $"p-{i}")];
        long now = world.Now;
        var accepted = new int[players.Length];
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var builder = new EventBatchBuilder();
            var verdicts = new Verdict[players.Length];
            start.SignalAndWait();
            for (int i = 0; i < 2000; i++)
            {
                builder.Clear();
                foreach (string player in players)
                    builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = System.Text.Encoding.UTF8.GetBytes(player), Value = 1 });
                // Every thread walks through the same second.
                await world.Engine.AskAsync(builder.Seal(now + i * (TimeSpan.TicksPerSecond / 2000)), verdicts, default);
                for (int p = 0; p < players.Length; p++)
                {
                    if (verdicts[p].Kind == VerdictKind.Accepted)
                        Interlocked.Increment(ref accepted[p]);
                }
            }
        })));
        Assert.All(accepted, count => Assert.InRange(count, 100, 150));
    }
}
