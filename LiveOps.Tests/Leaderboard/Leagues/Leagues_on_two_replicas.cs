using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.Leaderboard.EarnedRewards;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>Two replicas on one database and one Redis: what is put on one is played on both, and what both do at once is done once.</summary>
public sealed class Leagues_on_two_replicas
{
    private const int Players = 612, Size = 5, Cohorts = (Players + Size - 1) / Size;
    private const string Boards = """{ "boards": { "ladder": { "graceSeconds": 0 } } }""";

    private const string Document = """
        { "leagues": { "arena": { "board": "ladder", "window": "daily", "cohortSize": 5, "divisions": ["bronze", "silver"], "promote": 1, "relegate": 1, "absent": "fall",
            "rewards": [{ "ranks": "1", "reward": "gold" }] } } }
        """;

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Cohorts_fill_in_order_and_a_close_that_is_broken_off_again_and_again_moves_everybody_once(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await redis.CommandAsync("SET", "liveops:notices:wanted", "1:1:ffffffffffffffff"); // as a gateway says it
        var clock = new ManualClock(Friday);
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost one = await LeaderboardHost.StartAsync(boards, clock, Boards), other = await LeaderboardHost.StartAsync(boards.Replica(), clock, Boards);
        Answer made = await one.DocumentOf("leagues").PutAsync(Document, "\"0\"", "a league");
        Assert.True(made.Status == 200, made.Body);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(part => ScoreAsync(part % 2 == 0 ? one : other, clock, part)));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(part => ScoreAsync(part % 2 == 0 ? other : one, clock, part))); // each message comes to both

        SqlTestDatabase database = boards.Database;
        Assert.Equal(Players, await database.CountAsync("SELECT count(*) FROM league_members"));
        Assert.Equal(Cohorts, await database.CountAsync("SELECT count(DISTINCT cohort) FROM league_members"));
        Assert.Equal(Cohorts - 1, await database.CountAsync("SELECT count(*) FROM league_cohorts WHERE taken = 5"));
        Assert.Equal(Size, (await other.JsonAsync("/v1/leagues/arena/cohorts/1")).GetProperty("entries").GetArrayLength());

        clock.Advance(TimeSpan.FromHours(13));
        var random = new Random(1);
        for (int broken = 0; broken < 40; broken++)
            await Task.WhenAll(BreakOffAsync(one, random.Next(1, 30)), BreakOffAsync(other, random.Next(1, 30)));
        await Task.WhenAll(one.RolledOverAsync(), other.RolledOverAsync());
        await one.RolledOverAsync(); // what was due while the other was at it

        JsonElement season = (await one.JsonAsync("/v1/leagues/arena/history")).GetProperty("seasons").EnumerateArray().Single();
        Assert.Equal((Players, Cohorts, Cohorts), (season.GetProperty("players").GetInt32(), season.GetProperty("cohorts").GetInt32(), season.GetProperty("promoted").GetInt32()));
        Assert.Equal(Cohorts, await database.CountAsync("SELECT count(*) FROM league_divisions"));
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM league_closings") + await database.CountAsync("SELECT count(*) FROM league_members") + await database.CountAsync("SELECT count(*) FROM rewards_owed"));
        Assert.Equal(Cohorts, Told(one).Concat(Told(other)).Distinct().Count());
        string[] moved = await MovedAsync(database);
        Assert.Equal((Cohorts, Cohorts), (moved.Length, moved.Distinct().Count()));
        await other.EraseAsync(moved[0]);
        Assert.Equal(moved[1..], await MovedAsync(database));
        await one.RolledOverAsync();
        Assert.Equal(1, (await other.JsonAsync("/v1/leagues/arena/history")).GetProperty("total").GetInt32());
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_document_that_is_put_on_one_judges_on_the_other_what_is_accepted_under_it_and_nothing_older(SqlKind kind)
    {
        var clock = new ManualClock(Friday);
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost one = await LeaderboardHost.StartAsync(boards, clock, Boards), other = await LeaderboardHost.StartAsync(boards.Replica(), clock, Boards);
        await other.ScoreAsync("ann", "ladder", 5); // before there was a league
        Answer made = await one.DocumentOf("leagues").PutAsync(Document, "\"0\"", "a league");
        await other.ScoreAsync("bob", "ladder", 5);
        await one.RolledOverAsync(); // it looks at what the other has opened
        Assert.Equal("1 bob 5", await one.RanksAsync("/v1/leagues/arena/cohorts/1"));
        long accepted = clock.Now();
        clock.Advance(TimeSpan.FromMinutes(1));
        made = await other.DocumentOf("leagues").PutAsync(Document.Replace("\"bronze\", \"silver\"", "\"iron\", \"bronze\"", StringComparison.Ordinal).Replace("\"cohortSize\": 5", "\"cohortSize\": 2", StringComparison.Ordinal), made.Tag, "another");
        Assert.True(made.Status == 200, made.Body);
        await other.ScoreAsync("cid", "ladder", 3);
        await one.Cluster.ApplyAsync(Message(accepted, [("dan", 9)], "late")); // by the rules of then: and whoever never rose is in the lowest, whichever that is
        await one.ScoreAsync("eve", "ladder", 1);
        await other.ScoreAsync("fay", "ladder", 1);
        await Task.WhenAll(one.RolledOverAsync(), other.RolledOverAsync());
        Assert.Equal("1 bob 5", await other.RanksAsync("/v1/leagues/arena/cohorts/1"));
        Assert.Equal("1 dan 9, 2 cid 3", await one.RanksAsync("/v1/leagues/arena/cohorts/2"));
        Assert.Equal("1 eve 1, 2 fay 1", await one.RanksAsync("/v1/leagues/arena/cohorts/3"));
        Assert.Equal("bronze", (await one.JsonAsync("/v1/leagues/arena/players/bob")).GetProperty("division").GetString());
        Assert.Equal(("bronze", 1L), (await one.Cluster.Get<ILeagueStore>().KnownAsync("bob")).Select(place => (place.Division, place.Cohort!.Value)).Single());
        await other.EraseAsync("bob");
        Assert.Empty(await one.Cluster.Get<ILeagueStore>().KnownAsync("bob"));
        made = await one.DocumentOf("leagues").SendAsync(HttpMethod.Post, "/rollback?version=1&reason=back");
        Assert.True(made.Status == 200, made.Body);
    }

    // Who is told to have moved. No gateway takes notices, so all are there.
    private static async Task<string[]> MovedAsync(SqlTestDatabase database) =>
        [.. (await database.AskAsync("SELECT content FROM notices ORDER BY id")).Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(one => NoticeFormat.Read(Convert.FromBase64String(one))).Where(notice => notice.Type == NoticeType.LeagueMoved).Select(notice => notice.Subject)];

    private static Task ScoreAsync(LeaderboardHost host, ManualClock clock, int part) =>
        host.Cluster.ApplyAsync(Message(clock.Now(), [.. Enumerable.Range(0, Players / 12).Select(i => ($"p{part * (Players / 12) + i}", (long)i))], $"part{part}"));

    private static BusMessage Message(long accepted, (string Player, long Score)[] scores, string name)
    {
        var builder = new EventBatchBuilder();
        foreach ((string player, long score) in scores)
        {
            builder.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = Encoding.ASCII.GetBytes($"{name}-{player}"),
                PlayerId = Encoding.ASCII.GetBytes(player),
                Subject = "ladder"u8,
                Value = score,
                OccurredAt = accepted / UnixTicks.PerMillisecond,
            });
        }

        return new BusMessage(BusMessageKind.Events, builder.Seal(accepted).Bytes);
    }

    // As by a kill at any moment: what is under way is rolled back, or was committed and nobody is told.
    private static async Task BreakOffAsync(LeaderboardHost host, int milliseconds)
    {
        using var broken = new CancellationTokenSource(milliseconds);
        try
        {
            await host.Cluster.Get<ClusterClock>().RunAsync(broken.Token);
        }
        catch (OperationCanceledException)
        {
            // That is what was to happen.
        }
    }
}
