using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Leaderboard.Stores;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using LiveOps.Tests.Leaderboard.Stores.Memory;

namespace LiveOps.Tests.Leaderboard;

/// <summary>Scores, duplicates, hides, removals, erasures, rollovers in time and early, and restarts in any order, against <see cref="ReferenceBoards"/>.</summary>
public sealed class A_random_history(ITestOutputHelper output)
{
    private const int Steps = 3_000, StepsInACluster = 180, Checks = 9;

    private static readonly byte[] Policy = Encoding.UTF8.GetBytes("""
        {
          "default": {"graceSeconds": 600, "champions": 4},
          "boards": {
            "b1": {"timeZone": "Europe/Berlin"},
            "b2": {"operator": "sum", "order": "asc", "windows": ["daily", "all"], "graceSeconds": 0},
            "b3": {"operator": "last", "windows": ["weekly", "seasonal"], "timeZone": "America/Havana",
                   "seasons": [{"id": "s1", "opensAt": "2026-01-10", "closesAt": "2026-02-01"}, {"id": "s2", "opensAt": "2026-02-01", "closesAt": "2026-02-01T23:15:00Z"},
                               {"id": "s3", "opensAt": "2026-03-01", "closesAt": "2026-05-01"}, {"id": "s4", "opensAt": "2026-05-02", "closesAt": "2027-05-01"}]}
          }
        }
        """);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 40)]
    [InlineData(3, 200)]
    [InlineData(null, 60)]
    public Task In_memory_agrees_with_the_simplest_model(int? seed, int players) => AgreesAsync(seed, players, Steps, () => Task.FromResult<IHistoryUnderTest>(new MemoryHistory()));

    [Theory]
    [InlineData(SqlKind.MySql, 1, 5)]
    [InlineData(SqlKind.MySql, null, 12)]
    [InlineData(SqlKind.Postgres, 1, 5)]
    [InlineData(SqlKind.Postgres, null, 12)]
    public Task In_a_cluster_agrees_with_the_simplest_model(SqlKind kind, int? seed, int players) =>
        AgreesAsync(seed, players, StepsInACluster, async () => await ClusterHistory.StartAsync(kind, Policy));

    [Theory]
    [InlineData(SqlKind.MySql, 5)]
    [InlineData(SqlKind.Postgres, 12)]
    public Task With_all_ranks_in_the_memory_of_a_replica_agrees_with_the_simplest_model(SqlKind kind, int players) =>
        AgreesAsync(null, players, StepsInACluster, async () => await ClusterHistory.StartAsync(kind, Policy, isHeld: true));

    private async Task AgreesAsync(int? fixedSeed, int players, int steps, Func<Task<IHistoryUnderTest>> start)
    {
        int seed = fixedSeed ?? Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using IHistoryUnderTest history = await start();
        try
        {
            await RunAsync(seed, players, steps, history);
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}, {players} players: {e.Message}", e);
        }
    }

    private static async Task RunAsync(int seed, int players, int steps, IHistoryUnderTest history)
    {
        var random = new Random(seed);
        var model = new ReferenceBoards(LeaderboardPolicyReader.Read(Policy));
        long now = UnixTicks.Of(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await history.RuleAsync(now, Policy);
        var batch = new EventBatchBuilder();
        for (int step = 1; step <= steps; step++)
        {
            now += Pause(random);
            string player = $"p{random.Next(players)}", board = $"b{random.Next(1, 5)}"; // b4 is not named
            switch (random.Next(100))
            {
                case < 87:
                    for (int i = random.Next(1, 6); i > 0; i--)
                    {
                        long score = random.Next(4) == 0 ? random.NextInt64(-(1L << 53), 1L << 53) : random.Next(-3, 12);
                        // On time, late, far too late, or from a clock that is ahead.
                        long occurred = now - random.Next(8) switch { 0 => Ticks(random, 900), 1 => Ticks(random, 200_000), 2 => -Ticks(random, 200_000), _ => 0 };
                        byte[] id = Encoding.ASCII.GetBytes($"{step}-{i}");
                        for (int copies = random.Next(1, 3); copies > 0; copies--)
                        {
                            batch.Append(new GameEvent
                            {
                                Type = EventType.ScoreSubmitted,
                                Id = id,
                                PlayerId = Encoding.ASCII.GetBytes(player),
                                Subject = Encoding.ASCII.GetBytes(board),
                                Value = score,
                                OccurredAt = occurred / UnixTicks.PerMillisecond,
                            });
                        }

                        await history.ApplyAsync(now, batch.Seal(now));
                        batch.Clear();
                        model.Score(player, board, score, occurred / UnixTicks.PerMillisecond * UnixTicks.PerMillisecond, now);
                        now += 2;
                        player = $"p{random.Next(players)}";
                    }

                    break;
                case < 90:
                    await history.HideAsync(now, player);
                    model.CloseDue(now);
                    model.Hide(player);
                    break;
                case < 93:
                    await history.ShowAsync(now, player);
                    model.CloseDue(now);
                    model.Show(player);
                    break;
                case < 95:
                    var window = (WindowKind)random.Next(WindowKinds.Count);
                    bool removed = await history.RemoveAsync(now, board, window, player);
                    model.CloseDue(now);
                    Assert.Equal(model.Remove(board, window, player), removed);
                    break;
                case < 96:
                    await history.EraseAsync(player);
                    model.Erase(player);
                    break;
                case < 97:
                    await history.RollOverAsync(now);
                    model.CloseDue(now);
                    break;
                case < 99:
                    window = (WindowKind)random.Next(WindowKinds.Count);
                    bool ended = await history.EndEarlyAsync(now, board, window);
                    model.CloseDue(now);
                    Assert.Equal(model.EndEarly(board, window, now), ended);
                    model.CloseDue(now);
                    break;
                default:
                    await history.RestartAsync();
                    break;
            }

            if (step % (steps / Checks) == 0)
            {
                await history.RollOverAsync(now);
                model.CloseDue(now);
                Assert.Equal(model.Lines().Order(StringComparer.Ordinal), (await history.LinesAsync()).Order(StringComparer.Ordinal));
            }
        }
    }

    // Mostly seconds; sometimes over the next midnight, rarely over weeks.
    private static long Pause(Random random) => random.Next(200) switch
    {
        0 => Ticks(random, 20 * 86_400),
        < 12 => Ticks(random, 40_000),
        _ => Ticks(random, 300),
    };

    private static long Ticks(Random random, int seconds) => random.NextInt64(seconds * TimeSpan.TicksPerSecond);
}
