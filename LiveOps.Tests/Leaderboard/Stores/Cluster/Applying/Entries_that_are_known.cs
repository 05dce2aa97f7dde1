using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Applying;

/// <summary>A replica does not read again what it knows, and decides nothing by what has become old.</summary>
public sealed class Entries_that_are_known
{
    private const string All = "/v1/leaderboards/arena/all", Policy = """{"default":{"windows":["all"]},"boards":{"best":{},"asc":{"order":"asc"},"sum":{"operator":"sum"},"last":{"operator":"last"}}}""";
    private static readonly string[] Boards = ["best", "asc", "sum", "last"];

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task They_are_not_read(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        await host.Cluster.Database.ExecuteAsync("UPDATE scores SET score = 1"); // as nobody does who leaves the version
        await host.ScoreAsync("ann", "arena", 7);
        Assert.Equal("1", await host.Cluster.Database.AskAsync("SELECT DISTINCT score FROM scores"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Two_replicas_score_and_remove_and_erase_in_turn_and_every_entry_is_as_one_alone_would_make_it(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock, Policy), second = await LeaderboardHost.StartAsync(boards.Replica(), clock, Policy);
        var random = new Random(29);
        var model = new Dictionary<(string Board, string Player), long>();
        for (int step = 0; step < 400; step++)
        {
            clock.UtcNow += TimeSpan.FromMilliseconds(1);
            // Long turns, in which all is known, and short ones, in which it is old each time.
            LeaderboardHost replica = (step < 200 ? step / 20 : random.Next()) % 2 == 0 ? first : second;
            (string board, string player, int score) = (Boards[random.Next(Boards.Length)], $"p{random.Next(6)}", random.Next(-50, 50));
            switch (random.Next(24))
            {
                case 0:
                    await replica.EraseAsync(player);
                    foreach (string one in Boards)
                        model.Remove((one, player));
                    break;
                case 1 when model.Remove((board, player)):
                    await replica.OperateAsync(HttpMethod.Delete, $"/v1/leaderboards/{board}/all/players/{player}");
                    break;
                default:
                    await replica.ScoreAsync(player, board, score, id: $"step-{step}");
                    model[(board, player)] = model.TryGetValue((board, player), out long before)
                        ? board switch { "best" => Math.Max(before, score), "asc" => Math.Min(before, score), "sum" => before + score, _ => score }
                        : score;
                    break;
            }
        }

        string expected = string.Join(", ", model.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key.Board} {entry.Key.Player} {entry.Value}"));
        foreach (LeaderboardHost replica in new[] { first, second })
        {
            var found = new List<string>();
            foreach ((string board, string player) in model.Keys.Order())
                found.Add($"{board} {player} {(await replica.JsonAsync($"/v1/leaderboards/{board}/all/players/{player}")).GetProperty("score").GetInt64()}");
            Assert.Equal(expected, string.Join(", ", found));
        }

        Assert.Equal(model.Count, await boards.Database.CountAsync("SELECT count(*) FROM scores"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Of_a_board_with_last_a_score_that_comes_late_is_held_to_what_another_replica_wrote(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock, Policy), second = await LeaderboardHost.StartAsync(boards.Replica(), clock, Policy);
        DateTimeOffset begun = clock.UtcNow;
        await AtAsync(first, 5, 1);
        await AtAsync(first, 20, 1);
        await AtAsync(second, 10, 2); // late: the run of 1 begins after it
        await AtAsync(first, 12, 1); // and here, which would leave alone what the first replica knows
        string achieved = (await first.JsonAsync("/v1/leaderboards/last/all/players/ann")).GetProperty("achievedAt").GetString()!;
        Assert.Equal(begun.AddMilliseconds(12), DateTimeOffset.Parse(achieved, CultureInfo.InvariantCulture));

        Task AtAsync(LeaderboardHost replica, int milliseconds, long score)
        {
            DateTimeOffset at = begun.AddMilliseconds(milliseconds);
            var batch = new EventBatchBuilder();
            batch.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = Encoding.ASCII.GetBytes($"at-{milliseconds}"),
                PlayerId = "ann"u8,
                Subject = "last"u8,
                Value = score,
                OccurredAt = at.ToUnixTimeMilliseconds(),
            });
            return replica.Cluster.ApplyAsync(new BusMessage(BusMessageKind.Events, batch.Seal(UnixTicks.Of(at)).Bytes));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_database_that_lost_what_was_committed_is_read_again(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock());
        await host.ScoreAsync("ann", "arena", 5);
        await host.Cluster.Database.ExecuteAsync("CREATE TABLE before_that AS SELECT * FROM applied");
        await host.ScoreAsync("ann", "arena", 10);
        // As where a server takes over that had not heard of the last commit.
        await host.Cluster.Database.ExecuteAsync("DELETE FROM applied WHERE id NOT IN (SELECT id FROM before_that)");
        await host.Cluster.Database.ExecuteAsync("UPDATE scores SET score = 5, version = version - 1 WHERE player = 'ann'");
        await host.ScoreAsync("ann", "arena", 7);
        Assert.Equal("7", await host.Cluster.Database.AskAsync("SELECT DISTINCT score FROM scores"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_another_replica_counted_and_Redis_never_got_is_projected_as_it_is_and_not_as_it_was_known(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock), second = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        await first.ScoreAsync("ann", "arena", 10, id: "early");
        await redis.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second.ScoreAsync("ann", "arena", 20, id: "late"));
        await redis.RestartAsync();
        await Eventually.Async(async () =>
        {
            await first.ScoreAsync("ann", "arena", 20, id: "late"); // the other has died, and it comes again
            return true;
        });
        Assert.Equal("1 ann 20", await first.RanksAsync(All));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_board_that_becomes_one_of_best_forgets_what_it_knew(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock, Policy), second = await LeaderboardHost.StartAsync(boards.Replica(), clock, Policy);
        await first.ScoreAsync("ann", "sum", 100, id: "a");
        await second.ScoreAsync("ann", "sum", -60, id: "b");
        first.WritePolicy(Policy.Replace("\"sum\":{\"operator\":\"sum\"}", "\"sum\":{}", StringComparison.Ordinal));
        PolicyFile<LeaderboardPolicy> file = first.Cluster.Get<PolicyFile<LeaderboardPolicy>>();
        file.Look();
        Assert.Null(file.Refusal);
        await first.RolledOverAsync();
        await first.ScoreAsync("ann", "sum", 70, id: "c");
        Assert.Equal("1 ann 70", await first.RanksAsync("/v1/leaderboards/sum/all"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_another_replica_counted_last_is_not_known_by_what_this_one_counted_before(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock), second = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        await first.ScoreAsync("ann", "arena", 50, id: "a");
        await boards.Database.ExecuteAsync("CREATE TABLE before_that AS SELECT * FROM applied");
        await second.ScoreAsync("ann", "arena", 100, id: "b");
        await first.ScoreAsync("ann", "arena", 100, id: "b"); // it comes again, and is read
        await boards.Database.ExecuteAsync("DELETE FROM applied WHERE id NOT IN (SELECT id FROM before_that)");
        await boards.Database.ExecuteAsync("UPDATE scores SET score = 50, version = version - 1 WHERE player = 'ann'");
        await first.ScoreAsync("ann", "arena", 90, id: "c");
        Assert.Equal("90", await boards.Database.AskAsync("SELECT DISTINCT score FROM scores"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task They_are_forgotten_where_what_was_counted_did_not_reach_Redis_and_comes_again(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        await host.ScoreAsync("ann", "arena", 10);
        await redis.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.ScoreAsync("bob", "arena", 20));
        await redis.RestartAsync();
        await host.Cluster.Database.ExecuteAsync("UPDATE scores SET score = 1 WHERE player = 'ann'"); // as nobody does who leaves the version
        await Eventually.Async(async () =>
        {
            await host.ScoreAsync("ann", "arena", 7, id: "later");
            return true;
        });
        Assert.Equal("7", await host.Cluster.Database.AskAsync("SELECT DISTINCT score FROM scores WHERE player = 'ann'"));
    }

    [Fact]
    public void Some_are_forgotten_in_time_and_all_when_something_was_old()
    {
        var known = new KnownEntries();
        known.Begin(1, LeaderboardPolicy.Default, 0);
        // Many periods of few players, and many players of one.
        foreach ((int periods, int players) in new[] { (2 * Generation.MostEntries / 1000 + 1, 1000), (1, 2 * Generation.MostPlayers + 1000) })
        {
            known.Forget();
            for (int period = 1; period <= periods; period++)
            {
                for (int n = 0; n < players; n += 1000)
                    known.Keep(Enumerable.Range(n, 1000).Select(player => Entry(player) with { Period = period }), 1);
            }

            Assert.False(known.TryGet((1, "p0"), out _));
            Assert.True(known.TryGet((periods, $"p{players - 1}"), out StoredEntry newest));
            Assert.Equal((periods, $"p{players - 1}", players - 1, 7, 7), (newest.Period, newest.Player, newest.Entry.Score, newest.Version, newest.Before));
        }

        for (int times = 1; times <= 3; times++)
        {
            known.WereOld();
            Assert.Null(known.Witness);
            int groups = 0;
            while (!known.TryGet((1, "p0"), out _))
            {
                known.Keep([Entry(0)], 1);
                groups++;
            }

            Assert.Equal(1 << (times - 1), groups);
        }

        known.Keep([Entry(1)], null);
        Assert.False(known.TryGet((1, "p1"), out _)); // nothing would tell that it is lost
        foreach (Action other in new Action[] { () => known.Begin(2, LeaderboardPolicy.Default, 0), () => known.Begin(2, LeaderboardPolicy.Default with { }, 0), () => known.Begin(2, LeaderboardPolicy.Default, TimeSpan.FromMinutes(11).Ticks) })
        {
            Assert.True(known.TryGet((1, "p0"), out _));
            other();
            Assert.False(known.TryGet((1, "p0"), out _));
            known.Keep([Entry(0)], 1);
        }
    }

    private static StoredEntry Entry(int n) => new(1, $"p{n}", new Entry(n, 1, 1, 0), 7, 6);
}
