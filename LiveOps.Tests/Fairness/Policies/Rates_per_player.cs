using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Policies;

public abstract class Rates_per_player
{
    /// <summary>How often each of many threads asks.</summary>
    protected virtual int Asks => 2000;

    private protected abstract World New();

    [Fact]
    public void A_burst_of_100_passes_and_the_next_is_told_when_to_come_again()
    {
        World world = New();
        Verdict[] verdicts = world.Send([.. Enumerable.Repeat(Xp("p", 1), 150)]);
        Assert.All(verdicts[..100], verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
        Assert.All(verdicts[100..], verdict => Assert.Equal(VerdictKind.RateLimited, verdict.Kind));
        Assert.All(verdicts[100..], verdict => Assert.Equal(1, verdict.RetryAfter));
        Assert.All(verdicts[100..], verdict => Assert.NotNull(verdict.Detail));
    }

    [Fact]
    public void Fifty_more_pass_each_second_after_it()
    {
        World world = New();
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
        World world = New();
        TestEvent[] events = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? Xp("flood", 1) : Xp($"other-{i}", 1))];
        Verdict[] verdicts = world.Send(events);
        Assert.Equal(100, verdicts.Where((verdict, i) => i % 2 == 0 && verdict.Kind == VerdictKind.Accepted).Count());
        Assert.All(verdicts.Where((_, i) => i % 2 == 1), verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
    }

    [Fact]
    public async Task Many_threads_asking_at_once_never_pass_the_bound()
    {
        World world = New();
        string[] players = [.. Enumerable.Range(0, 5).Select(i => $"p-{i}")];
        long now = world.Now;
        var accepted = new int[players.Length];
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var builder = new EventBatchBuilder();
            var verdicts = new Verdict[players.Length];
            start.SignalAndWait();
            for (int i = 0; i < Asks; i++)
            {
                builder.Clear();
                foreach (string player in players)
                    builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = System.Text.Encoding.UTF8.GetBytes(player), Value = 1 });
                // Every thread walks through the same second.
                await world.Engine.AskAsync(builder.Seal(now + i * (TimeSpan.TicksPerSecond / Asks)), verdicts, default);
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
