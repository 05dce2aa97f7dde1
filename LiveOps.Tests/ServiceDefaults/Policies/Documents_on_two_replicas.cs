using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;
using Microsoft.Extensions.DependencyInjection;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>Two replicas of a service on one database.</summary>
public sealed class Documents_on_two_replicas
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_change_at_one_is_in_force_at_both_when_it_is_answered_and_judges_what_was_accepted_since(SqlKind kind)
    {
        SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost first = await ProgressionHost.StartAsync(TimeProvider.System, database), second = await ProgressionHost.StartAsync(TimeProvider.System, database);
        var one = new DocumentCalls(first.Client, "progression", ProgressionHost.OperatorToken);
        var two = new DocumentCalls(second.Client, "progression", ProgressionHost.OperatorToken);
        long before = Now();
        Answer[] both = await Task.WhenAll(one.PutAsync(Changed("progression", 7), "\"0\"", "one"), two.PutAsync(Changed("progression", 9), "\"0\"", "two"));
        Answer made = Assert.Single(both, answer => answer.Status == 200);
        Assert.Equal("412 stale-version", Assert.Single(both, answer => answer.Status != 200).Problem);
        int xp = made == both[0] ? 7 : 9;
        foreach (DocumentCalls calls in new[] { one, two })
        {
            Answer read = await calls.GetAsync("");
            Assert.Equal("\"1\"", read.Tag);
            Assert.Equal(xp, read.Json.GetProperty("bosses").GetProperty("defaultXp").GetInt32());
        }

        foreach (ProgressionHost host in new[] { first, second })
            Assert.Equal(xp, (await host.GetAsync("/v1/rules")).Body.GetProperty("bosses").GetProperty("defaultXp").GetInt32());
        long effective = made.Json.GetProperty("effectiveAt").GetDateTime().Ticks - DateTime.UnixEpoch.Ticks;
        Assert.InRange(effective, before, Now());

        // In one group, by two versions; and again in a replay, which changes nothing.
        BusMessage[] group = [TestEvent.Batch(effective - 1, TestEvent.Kill("ann", "dragon")), TestEvent.Batch(effective, TestEvent.Kill("ann", "dragon"))];
        await second.Services.GetRequiredService<IBusConsumer>().ApplyAsync(group, TestContext.Current.CancellationToken);
        await first.Services.GetRequiredService<IBusConsumer>().ApplyAsync(group, TestContext.Current.CancellationToken);
        Assert.Equal(500 + xp, (await first.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt32());

        // A replica that begins now knows the version of long ago.
        await using ProgressionHost third = await ProgressionHost.StartAsync(TimeProvider.System, database);
        await third.Services.GetRequiredService<IBusConsumer>().ApplyAsync([TestEvent.Batch(effective - 5, TestEvent.Kill("bob", "dragon"))], TestContext.Current.CancellationToken);
        Assert.Equal(500, (await third.GetAsync("/v1/players/bob")).Body.GetProperty("xp").GetInt32());

        static long Now() => DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks;
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_change_of_the_boards_at_one_is_in_force_at_both_within_a_second_and_each_score_counts_by_its_time(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards stores = await ClusterBoards.CreateAsync(kind), others = stores.Replica();
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(stores, clock), second = await LeaderboardHost.StartAsync(others, clock);
        Assert.Equal(200, (await first.Document.PutAsync("""{"boards":{"race":{"operator":"sum","windows":["all"]}}}""", "\"0\"", "sums")).Status);
        Answer made = await second.Document.PutAsync("""{"boards":{"race":{"operator":"best","windows":["all"]}}}""", "\"1\"", "the best");
        JsonElement version = (await first.Document.GetAsync("/versions/2")).Json;
        Assert.InRange(version.GetProperty("effectiveAt").GetDateTime() - version.GetProperty("at").GetDateTime(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        foreach (LeaderboardHost host in new[] { first, second })
        {
            Assert.Equal("\"2\"", (await host.Document.GetAsync("")).Tag);
            await host.BoardIsAsync("race", "operator", "best");
        }

        // Each by the version of its time, wherever it is applied, and in a replay.
        long effective = made.Json.GetProperty("effectiveAt").GetDateTime().Ticks - DateTime.UnixEpoch.Ticks;
        BusMessage[] scores = [Score(effective - 2, 10), Score(effective - 1, 5), Score(effective, 4), Score(effective + 1, 20)];
        for (int at = 0; at < scores.Length; at++)
            await (at % 2 == 0 ? others : stores).ApplyAsync(scores[at]);
        foreach (BusMessage again in scores)
            await stores.ApplyAsync(again);
        foreach (LeaderboardHost host in new[] { first, second })
            Assert.Equal("1 ann 20", await host.RanksAsync("/v1/leaderboards/race/all"));
        Assert.Equal("20", await stores.Database.AskAsync("SELECT score FROM scores"));
        await stores.ApplyAsync(Score(effective - 3, 1)); // late, under the sum
        await second.RolledOverAsync();
        Assert.Equal("1 ann 21", await second.RanksAsync("/v1/leaderboards/race/all"));

        static BusMessage Score(long accepted, long score) => TestEvent.Batch(accepted, TestEvent.Score("ann", "race", score));
    }
}
