using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Policies;

public sealed class Rates_per_player(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void A_burst_of_100_passes_and_the_next_is_told_when_to_come_again(FairnessStores store)
    {
        World world = worlds.New(store);
        Verdict[] verdicts = world.Send([.. Enumerable.Repeat(Xp("p", 1), 150)]);
        Assert.All(verdicts[..100], verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.All(verdicts[100..], verdict => Assert.Equal(VerdictKind.RateLimited, verdict.Kind));
        Assert.All(verdicts[100..], verdict => Assert.Equal(1, verdict.RetryAfter));
        Assert.All(verdicts[100..], verdict => Assert.NotNull(verdict.Detail));
    }

    [Theory, Every<FairnessStores>]
    public void Fifty_more_pass_each_second_after_it(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 1), 100)]);
        for (int second = 0; second < 3; second++)
        {
            world.Wait(1);
            Assert.Equal(50, world.Send([.. Enumerable.Repeat(Xp("p", 1), 80)]).Count(verdict => verdict.Kind == VerdictKind.Accepted));
        }
    }

    [Theory, Every<FairnessStores>]
    public void One_players_flood_costs_nobody_else_anything(FairnessStores store)
    {
        World world = worlds.New(store);
        TestEvent[] events = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? Xp("flood", 1) : Xp($"other-{i}", 1))];
        Verdict[] verdicts = world.Send(events);
        Assert.Equal(100, verdicts.Where((verdict, i) => i % 2 == 0 && verdict.Kind == VerdictKind.Accepted).Count());
        Assert.All(verdicts.Where((_, i) => i % 2 == 1), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
    }

    [Theory, Every<FairnessStores>]
    public async Task Many_threads_asking_at_once_never_pass_the_bound(FairnessStores store)
    {
        int asks = store == FairnessStores.Memory ? 2000 : 200;
        World world = worlds.New(store);
        string[] players = [.. Enumerable.Range(0, 5).Select(i => $"p-{i}")];
        long now = world.Now;
        var accepted = new int[players.Length];
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var builder = new EventBatchBuilder();
            var verdicts = new Verdict[players.Length];
            start.SignalAndWait();
            for (int i = 0; i < asks; i++)
            {
                builder.Clear();
                foreach (string player in players)
                    builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = System.Text.Encoding.UTF8.GetBytes(player), Value = 1 });
                // Every thread walks through the same second.
                await world.Engine.AskAsync(builder.Seal(now + i * (TimeSpan.TicksPerSecond / asks)), verdicts, default);
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
