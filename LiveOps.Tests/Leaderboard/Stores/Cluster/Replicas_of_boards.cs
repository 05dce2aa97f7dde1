using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <summary>Several replicas on one database and one Redis.</summary>
public sealed partial class Replicas_of_boards
{
    private const string Policy = """{"boards":{"best":{},"sum":{"operator":"sum"},"asc":{"order":"asc"}}}""";
    private static readonly string[] Boards = ["best", "sum", "asc"];

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Both_get_every_message_in_another_order_at_the_same_time_and_every_score_counts_once(SqlKind kind)
    {
        await using Pair pair = await Pair.StartAsync(kind, Policy);
        (BusMessage[] messages, Dictionary<string, string> expected) = Messages(pair.Clock, 60, 5);
        await Task.WhenAll(DeliverAsync(pair.First, messages, 1), DeliverAsync(pair.Second, messages, 2));
        foreach (string board in Boards)
        {
            foreach (LeaderboardHost replica in new[] { pair.First, pair.Second })
                Assert.Equal(expected[board], await replica.RanksAsync($"/v1/leaderboards/{board}/all?limit=1000"));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Redis_is_flushed_and_restarted_again_and_again_under_load_and_all_ranks_come_back_by_themselves(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using Pair pair = await Pair.StartAsync(kind, Policy, redis);
        (BusMessage[] messages, Dictionary<string, string> expected) = Messages(pair.Clock, 60, 5);
        Task load = Task.WhenAll(DeliverAsync(pair.First, messages, 1), DeliverAsync(pair.Second, messages, 2));
        for (int i = 0; !load.IsCompleted; i++)
        {
            if (i % 4 == 3)
                await redis.RestartAsync();
            else
                await redis.FlushAsync();
            await Task.WhenAny(load, Task.Delay(40, TestContext.Current.CancellationToken));
        }

        await load;
        await redis.FlushAsync();
        foreach (string board in Boards)
        {
            foreach (LeaderboardHost replica in new[] { pair.First, pair.Second })
                Assert.Equal(expected[board], await EventuallyAsync(() => replica.RanksAsync($"/v1/leaderboards/{board}/all?limit=1000")));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_was_committed_while_redis_was_down_reaches_it_when_the_message_comes_again(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/all"));
        await redis.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.ScoreAsync("bob", "arena", 20, id: "late"));
        Assert.Equal("503 unavailable", await host.ProblemAsync("/v1/leaderboards/arena/all", isDown: true));
        await redis.RestartAsync(); // with all that it had: nothing tells it that it lacks something
        await EventuallyAsync(async () =>
        {
            await host.ScoreAsync("bob", "arena", 20, id: "late");
            return "";
        });
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_late_replica_brings_nothing_older_back(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 5);
        StoredPeriod all = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)WindowKind.All].Open[0];
        var older = new StoredEntry(all.Id, "ann", new Entry(99, 1, 0, 0), 1, 1);
        await ProjectAsync();
        Assert.Equal("1 ann 10, 2 bob 5", await host.RanksAsync("/v1/leaderboards/arena/all"));
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/arena/all/players/ann");
        await ProjectAsync();
        Assert.Equal("1 bob 5", await host.RanksAsync("/v1/leaderboards/arena/all"));
        await host.ScoreAsync("ann", "arena", 3); // the clock has not moved: still newer than what was removed
        Assert.Equal("1 bob 5, 2 ann 3", await host.RanksAsync("/v1/leaderboards/arena/all"));
        await host.EraseAsync("ann");
        await ProjectAsync();
        Assert.Equal("1 bob 5", await host.RanksAsync("/v1/leaderboards/arena/all"));

        Task ProjectAsync() => host.Cluster.Get<SharedRanks>().ProjectAsync(all, [older], _ => false);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Old_ids_and_periods_kept_too_long_are_deleted(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(), """{"default":{"keep":{"daily":3},"keepHall":5,"windows":["daily"]}}""");
        for (int day = 0; day < 8; day++)
        {
            for (int player = 0; player < 70; player += day == 7 ? 1 : 60)
                await host.ScoreAsync($"p{player}", "arena", player);
            host.Clock.UtcNow = host.Clock.UtcNow.AddDays(1);
            await host.RolledOverAsync();
        }

        SqlTestDatabase database = host.Cluster.Database;
        Assert.Equal("2026-11-25, 2026-11-26, 2026-11-27", await database.AskAsync("SELECT name FROM periods WHERE state = 3 ORDER BY name"));
        Assert.Equal("2026-11-23, 2026-11-24", await database.AskAsync("SELECT name FROM periods WHERE state = 5 ORDER BY name"));
        Assert.Equal(5, await database.CountAsync("SELECT count(DISTINCT period) FROM archived"));
        Assert.Equal("404 unknown-period", await host.ProblemAsync("/v1/leaderboards/arena/daily/history/2026-11-24"));
        Assert.Equal(5, (await host.JsonAsync("/v1/leaderboards/arena/hall-of-fame")).GetProperty("champions").EnumerateArray().Select(entry => entry.GetProperty("period").GetString()).Distinct().Count());
        await host.Cluster.Get<Keeping>().SweepIdsAsync(host.Clock.UtcNow.AddDays(-1).Ticks - DateTime.UnixEpoch.Ticks, TestContext.Current.CancellationToken);
        Assert.Equal(70, await database.CountAsync("SELECT count(*) FROM applied"));
    }

    // Each event once, its message twice, as buses may deliver.
    private static (BusMessage[] Messages, Dictionary<string, string> Expected) Messages(ManualClock clock, int count, int events)
    {
        var random = new Random(17);
        var scores = new Dictionary<(string Board, string Player), (long Score, long At)>();
        var messages = new List<BusMessage>();
        long accepted = clock.Now();
        for (int message = 0; message < count; message++)
        {
            var batch = new EventBatchBuilder();
            for (int i = 0; i < events; i++)
            {
                (string board, string player) = (Boards[random.Next(Boards.Length)], $"p{random.Next(20)}");
                long score = random.Next(1, 6);
                batch.Append(new GameEvent
                {
                    Type = EventType.ScoreSubmitted,
                    Id = Encoding.ASCII.GetBytes($"{message}-{i}"),
                    PlayerId = Encoding.ASCII.GetBytes(player),
                    Subject = Encoding.ASCII.GetBytes(board),
                    Value = score,
                    OccurredAt = clock.UtcNow.ToUnixTimeMilliseconds(),
                });
                bool known = scores.TryGetValue((board, player), out (long Score, long At) before);
                long after = !known ? score : board switch { "sum" => before.Score + score, "asc" => Math.Min(before.Score, score), _ => Math.Max(before.Score, score) };
                if (!known || after != before.Score)
                    scores[(board, player)] = (after, accepted + i);
            }

            messages.Add(new BusMessage(BusMessageKind.Events, batch.Seal(accepted).Bytes));
            accepted += events;
        }

        return ([.. messages], Boards.ToDictionary(board => board, board => string.Join(", ", scores
            .Where(entry => entry.Key.Board == board)
            .OrderBy(entry => board == "asc" ? entry.Value.Score : -entry.Value.Score).ThenBy(entry => entry.Value.At)
            .Select((entry, rank) => $"{rank + 1} {entry.Key.Player} {entry.Value.Score}"))));
    }

    // As a bus does it: in groups, a group that failed comes again.
    private static async Task DeliverAsync(LeaderboardHost host, BusMessage[] messages, int seed)
    {
        var random = new Random(seed);
        BusMessage[] shuffled = [.. messages];
        random.Shuffle(shuffled);
        IBusConsumer consumer = host.Cluster.Get<IBusConsumer>();
        foreach (BusMessage[] group in shuffled.Chunk(3))
        {
            await EventuallyAsync(async () =>
            {
                await consumer.ApplyAsync(group, TestContext.Current.CancellationToken);
                return "";
            });
        }
    }

    private static async Task<string> EventuallyAsync(Func<Task<string>> act)
    {
        for (var patience = new Patience(); ;)
        {
            try
            {
                return await act();
            }
            catch (Exception e) when (!patience.IsOver && (e is StoreUnavailableException || e.Message.Contains(": 503 ", StringComparison.Ordinal)))
            {
                await Task.Delay(20);
            }
        }
    }

    private sealed class Pair(LeaderboardHost first, LeaderboardHost second, ManualClock clock) : IAsyncDisposable
    {
        public LeaderboardHost First => first;

        public LeaderboardHost Second => second;

        public ManualClock Clock => clock;

        public static async Task<Pair> StartAsync(SqlKind kind, string policy, RedisServer? redis = null)
        {
            var clock = new ManualClock();
            ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
            return new Pair(await LeaderboardHost.StartAsync(boards, clock, policy), await LeaderboardHost.StartAsync(boards.Replica(), clock, policy), clock);
        }

        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }
    }
}
