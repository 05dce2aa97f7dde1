using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Held;

/// <summary>A replica that keeps ranks in its own memory answers as one that asks Redis, whatever becomes of Redis.</summary>
public sealed class Ranks_in_a_replicas_memory(ITestOutputHelper output)
{
    private const int Players = 40, Steps = 250;

    [Theory]
    [InlineData(SqlKind.MySql, 1)]
    [InlineData(SqlKind.Postgres, null)]
    public async Task Answers_are_the_same_after_whatever_happens_to_Redis(SqlKind kind, int? fixedSeed)
    {
        int seed = fixedSeed ?? Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using HeldWorld world = await HeldWorld.StartAsync(kind);
        for (int n = 0; n < 12; n++)
            await world.Plain.ScoreAsync(Name(n), "arena", random.Next(4)); // what a rebuild brings back
        for (int step = 0; step < Steps; step++)
        {
            string what = await HappenAsync(world, random);
            string player = Name(random.Next(Players));
            try
            {
                await world.AgreeAsync(player, random.Next(1, Players), [.. Enumerable.Range(0, 8).Select(_ => Name(random.Next(Players))).Distinct()]);
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}, step {step}, {what}: {e.Message}", e);
            }
        }

        (long memory, long redis) = world.Held.Answered;
        output.WriteLine($"{memory} from memory, {redis} by Redis, {world.Held.Loads} loads");
        Assert.InRange(redis, 0, memory / 4);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Whoever_asks_after_a_projection_sees_it_while_many_ask_and_others_are_projected(SqlKind kind)
    {
        const int rounds = 400, writers = 3;
        await using HeldWorld world = await HeldWorld.StartAsync(kind);
        await world.ScoreAsync("ann", "arena", 1);
        StoredPeriod period = await HeldWorld.PeriodAsync(world.Holder);
        SharedRanks ranks = world.Holder.Cluster.Get<SharedRanks>();
        using var done = new CancellationTokenSource();
        Task[] others = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                Assert.True(await ranks.AroundAsync(period, "ann", 5, new RowBuffer()));
        }))];
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (int round = 1; round <= rounds; round++)
            {
                bool isGone = round % 10 == 0;
                await world.ProjectAsync("arena", ($"w{writer}", isGone ? null : round, round), ($"x{writer}-{round % 50}", round % 7, 1));
                var rows = new RowBuffer();
                Assert.Equal(!isGone, await ranks.AroundAsync(period, $"w{writer}", 1, rows));
                if (!isGone)
                    Assert.Equal(round, rows[0].Score);
            }
        })));
        await done.CancelAsync();
        await Task.WhenAll(others);
        Assert.Equal((1, 0), (world.Held.Loads, world.Held.Answered.Redis));
        await world.AgreeAsync("ann", 200, ["ann", "w1", "x2-7"]);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Ranks_of_thousands_are_loaded_while_they_change_and_those_of_one_score_and_time_go_by_their_names(SqlKind kind)
    {
        const int players = 12_000;
        await using HeldWorld world = await HeldWorld.StartAsync(kind);
        await world.ScoreAsync("ann", "arena", 1);
        foreach (int[] some in Enumerable.Range(0, players).Chunk(1000))
            await world.ProjectAsync("arena", [.. some.Select(n => ($"p{n * 7919 % players}", (long?)(n % 5), n % 3L))]);
        Task<string> asked = HeldWorld.AroundAsync(world.Holder, "p77", 300);
        for (int n = 0; !asked.IsCompleted; n++)
            await world.ProjectAsync("arena", ($"p{n * 31 % players}", n % 4 == 0 ? null : n % 5, n % 3), ($"p{(n + 9) * 17 % players}", n % 4, n % 3));
        await asked;
        foreach (int n in Enumerable.Range(0, 40))
            await world.AgreeAsync($"p{n * 301}", 300, [$"p{n}", $"p{n + 5000}"]);
        Assert.Equal(1, world.Held.Loads);
    }

    [Theory]
    [InlineData("more than the log holds", 2)]
    [InlineData("a call of an older version", 2)]
    [InlineData("nobody follows any more", 2)]
    [InlineData("a log that was taken", 2)]
    [InlineData("a Redis that lost its newest change and made another", 2)]
    [InlineData("nothing but calls that are logged", 1)]
    public async Task Where_the_log_has_a_gap_the_ranks_are_loaded_again(string gap, int loads)
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres);
        await world.ScoreAsync("ann", "arena", 1);
        await HeldWorld.AroundAsync(world.Holder, "ann", 1);
        RankKeys keys = (await HeldWorld.PeriodAsync(world.Plain)).Keys;
        await world.ProjectAsync("arena", ("bob", 2, 1));
        switch (gap)
        {
            case "more than the log holds":
                for (int call = 0; call < 20; call++)
                    await world.ProjectAsync("arena", [.. Enumerable.Range(0, 1000).Select(n => ($"{new string('x', 50)}-{call}-{n}", (long?)n, (long)n))]);
                Assert.InRange(int.Parse(await world.Redis.CommandAsync("MEMORY", "USAGE", keys.WithLog[5].ToString()), System.Globalization.CultureInfo.InvariantCulture), 500_000, 1_200_000);
                break;
            case "a call of an older version":
                await world.ProjectAsFormerlyAsync("arena", "cleo", 3, 1);
                break;
            case "nobody follows any more":
                Assert.Equal("1", await world.Redis.CommandAsync("DEL", keys.WithLog[6].ToString()));
                break;
            case "a log that was taken":
                Assert.Equal("1", await world.Redis.CommandAsync("DEL", keys.WithLog[5].ToString()));
                break;
            case "a Redis that lost its newest change and made another":
                await HeldWorld.AroundAsync(world.Holder, "ann", 1);
                Assert.Equal("0", await world.Redis.CommandAsync("HSET", keys.All[3].ToString(), "at", "1.1"));
                break;
        }

        await world.ProjectAsync("arena", ("dora", 4, 1), ("bob", null, 1));
        await world.ProjectAsync("arena", ("ed", 0, 1));
        await world.AgreeAsync("dora", 50, ["ann", "bob", "cleo", "ed"]);
        Assert.Equal(loads, world.Held.Loads);
    }

    [Fact]
    public async Task Nothing_is_logged_where_nobody_keeps_ranks()
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres, ClusterBoards.HoldsNone);
        await world.ScoreAsync("ann", "arena", 1);
        await world.AgreeAsync("ann", 5, ["ann", "bob"]);
        await world.ProjectAsync("arena", ("bob", 2, 1));
        await world.AgreeAsync("ann", 5, ["ann", "bob"]);
        Assert.DoesNotContain((await world.Redis.CommandAsync("KEYS", "*arena*")).Split('\n'), key => key.EndsWith(":d", StringComparison.Ordinal) || key.EndsWith(":w", StringComparison.Ordinal));
        Assert.Equal((0, 0), (world.Held.Count, world.Held.Loads));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task While_Redis_is_away_it_is_503_and_afterwards_as_before(SqlKind kind)
    {
        await using HeldWorld world = await HeldWorld.StartAsync(kind);
        await world.ScoreAsync("ann", "arena", 1);
        await world.ScoreAsync("bob", "arena", 2);
        const string rank = "/v1/leaderboards/arena/all/players/ann";
        Assert.Equal("2 ann 1", LeaderboardHost.Describe(await world.Holder.JsonAsync(rank)));
        await world.Redis.KillAsync();
        Assert.Equal("503 unavailable", await world.Holder.ProblemAsync(rank, isDown: true));
        await world.Redis.RestartAsync(); // empty: it is rebuilt
        Assert.Equal("2 ann 1", LeaderboardHost.Describe(await world.Holder.JsonAsync(rank)));
        await world.ProjectAsync("arena", ("ann", 3, 1));
        Assert.Equal("1 ann 3", LeaderboardHost.Describe(await world.Holder.JsonAsync(rank)));
    }

    private static async Task<string> HappenAsync(HeldWorld world, Random random)
    {
        switch (random.Next(40))
        {
            case < 28:
                await world.ProjectAsync("arena", [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (Name(random.Next(Players)), Score(random), (long)random.Next(3)))]);
                return "a projection";
            case < 30:
                await world.ProjectAsFormerlyAsync("arena", Name(random.Next(Players)), random.Next(4), random.Next(3));
                return "a projection by an older version";
            case < 34:
                string key = random.GetItems((await HeldWorld.PeriodAsync(world.Plain)).Keys.WithLog, 1)[0].ToString();
                await world.Redis.CommandAsync("DEL", key);
                return "lost " + key;
            case < 35:
                await world.Redis.FlushAsync();
                return "a flush";
            case < 36:
                await world.Plain.Cluster.Get<SharedRanks>().DropAsync((await HeldWorld.PeriodAsync(world.Plain)).Keys);
                return "dropped ranks";
            case < 38:
                string player = Name(random.Next(Players));
                await world.Plain.OperateAsync(random.Next(2) == 0 ? HttpMethod.Put : HttpMethod.Delete, $"/v1/leaderboards/players/{player}/hidden");
                return player + " hidden or shown";
            default:
                await world.Holder.ScoreAsync(Name(random.Next(Players)), "arena", random.Next(9), id: $"e{random.NextInt64()}");
                return "a score";
        }
    }

    private static long? Score(Random random) => random.Next(4) == 0 ? null : random.Next(4);

    private static string Name(int n) => $"p{n}-{new string('x', n)}";
}
