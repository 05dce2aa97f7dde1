using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

public sealed partial class Replicas_of_boards
{
    private static readonly DateTimeOffset Close = new(2026, 11, 20, 12, 1, 0, TimeSpan.Zero);

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_block_that_ends_while_another_opens_a_period_that_fell_due_before_hides_nobody_for_good(SqlKind kind)
    {
        await using Pair pair = await Pair.StartAsync(kind, """
            { "boards": { "ladder": { "graceSeconds": 0, "seasons": [
                { "id": "s1", "opensAt": "2026-11-01", "closesAt": "2026-11-20T12:01:00Z" }, { "id": "s2", "opensAt": "2026-11-20T12:01:00Z", "closesAt": "2026-12-31" }] } } }
            """);
        pair.Clock.UtcNow = Close.AddMinutes(-1);
        foreach (LeaderboardHost replica in new[] { pair.First, pair.Second })
            await replica.RolledOverAsync();
        await pair.First.BlockAsync("cheat", 1, TimeSpan.FromSeconds(70));
        pair.Clock.UtcNow = Close.AddSeconds(12);
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent { Type = EventType.ScoreSubmitted, Id = "late"u8, PlayerId = "fair"u8, Subject = "ladder"u8, Value = 50, OccurredAt = Close.AddSeconds(-30).ToUnixTimeMilliseconds() });
        await pair.Second.Cluster.ApplyAsync(new BusMessage(BusMessageKind.Events, builder.Seal(UnixTicks.Of(Close.AddSeconds(-30).UtcDateTime)).Bytes.ToArray()));

        await pair.First.Cluster.Get<Players>().EndBlocksAsync(); // by the catalogue as it read it just before
        for (int round = 0; round < 3; round++)
        {
            pair.Clock.Advance(TimeSpan.FromMinutes(1));
            foreach (LeaderboardHost replica in new[] { pair.First, pair.Second })
                await replica.RolledOverAsync();
        }

        Assert.Equal("""{"total":0,"hidden":[]}""", (await pair.First.OperatorsAsync(HttpMethod.Get, "/v1/leaderboards/hidden")).GetRawText());
        await pair.First.ScoreAsync("cheat", "ladder", 100);
        Assert.Equal("1 cheat 100, 2 fair 50", await pair.First.RanksAsync("/v1/leaderboards/ladder/all"));
    }
}
