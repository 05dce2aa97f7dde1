using LiveOps.Leaderboard.Stores.Cluster.Redis;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Redis;

/// <summary>Of a rebuild of ranks one is under way at a time.</summary>
public sealed class Runs_that_are_shared
{
    [Fact]
    public async Task One_that_ends_at_once_is_followed_by_another_and_never_answered_again()
    {
        var runs = new SharedRuns<int, int>();
        for (int run = 0; run < 50_000; run++)
        {
            int own = run;
            Assert.Equal(run, await runs.RunAsync(1, () => Task.FromResult(own)));
        }
    }

    [Fact]
    public async Task Those_who_come_at_once_share_one_and_each_finds_one_that_had_not_ended_when_they_came()
    {
        var runs = new SharedRuns<int, int>();
        int begun = 0, ended = 0, atOnce = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int round = 0; round < 20_000; round++)
            {
                int before = Volatile.Read(ref ended);
                int run = await runs.RunAsync(1, async () =>
                {
                    int number = Interlocked.Increment(ref begun);
                    Assert.Equal(1, Interlocked.Increment(ref atOnce));
                    await Task.Yield();
                    Interlocked.Decrement(ref atOnce);
                    Volatile.Write(ref ended, number);
                    return number;
                });
                Assert.True(run >= before, $"run {run} had ended before {before}");
            }
        })));
    }

    [Fact]
    public async Task One_that_fails_fails_for_those_who_share_it_and_not_for_the_next()
    {
        var runs = new SharedRuns<string, int>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => runs.RunAsync("a", () => throw new InvalidOperationException()));
        Assert.Equal(2, await runs.RunAsync("a", () => Task.FromResult(2)));
    }
}
