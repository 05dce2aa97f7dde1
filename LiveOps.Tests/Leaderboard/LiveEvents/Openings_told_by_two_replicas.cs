using LiveOps.Core.Notices;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

public sealed class Openings_told_by_two_replicas
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Each_is_told_once_and_what_a_document_says_of_a_time_before_it_is_not(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await redis.CommandAsync("SET", "liveops:notices:wanted", "1:1:ffffffffffffffff"); // as a gateway says it
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost one = await LeaderboardHost.StartAsync(boards, clock), other = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        await LookAsync(one, other);
        clock.UtcNow += TimeSpan.FromHours(1);
        await LookAsync(one, other); // nothing has happened up to now

        Answer made = await one.DocumentOf("live-events").PutAsync("""
            {"liveEvents":[{"id":"past","opensAt":"2026-11-20T12:20:00Z","closesAt":"2026-11-20T12:40:00Z"},{"id":"runs","opensAt":"2026-11-20T12:50:00Z","closesAt":"2026-11-20T14:00:00Z"}]}
            """, "\"0\"", "events");
        Assert.True(made.Status == 200, made.Body);
        clock.UtcNow += TimeSpan.FromMinutes(10);
        await LookAsync(one, other);
        Assert.Equal(["live-event.opened runs"], await ToldAsync(boards));
        clock.UtcNow += TimeSpan.FromHours(1);
        await LookAsync(one, other);
        await LookAsync(one, other);
        Assert.Equal(["live-event.opened runs", "live-event.closed runs"], await ToldAsync(boards));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Of_one_that_was_over_when_it_was_named_nothing_is_told(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await redis.CommandAsync("SET", "liveops:notices:wanted", "1:1:ffffffffffffffff"); // as a gateway says it
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost one = await LeaderboardHost.StartAsync(boards, clock), other = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        await LookAsync(one, other);
        clock.UtcNow += TimeSpan.FromSeconds(40); // and it is not looked at again
        Answer made = await one.DocumentOf("live-events").PutAsync("""
            {"liveEvents":[{"id":"over","opensAt":"2026-11-20T12:00:10Z","closesAt":"2026-11-20T12:00:42Z"},{"id":"runs","opensAt":"2026-11-20T12:00:10Z","closesAt":"2026-11-20T12:01:40Z"}]}
            """, "\"0\"", "events"); // in force four seconds later
        Assert.True(made.Status == 200, made.Body);
        for (int second = 0; second < 120; second += 10)
        {
            await LookAsync(one, other);
            clock.UtcNow += TimeSpan.FromSeconds(10);
        }

        Assert.Equal(["live-event.opened runs", "live-event.closed runs"], await ToldAsync(boards));
    }

    private static async Task LookAsync(LeaderboardHost one, LeaderboardHost other) => await Task.WhenAll(one.Cluster.RolledOverAsync(), other.Cluster.RolledOverAsync());

    // No gateway takes them, so all are there.
    private static async Task<string[]> ToldAsync(ClusterBoards boards)
    {
        string content = await boards.Database.AskAsync("SELECT content FROM notices ORDER BY id");
        return [.. content.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => NoticeFormat.Read(Convert.FromBase64String(one)))
            .Where(notice => notice.Type is NoticeType.LiveEventOpened or NoticeType.LiveEventClosed).Select(notice => $"{NoticeTypes.Name(notice.Type)} {notice.Subject}")];
    }
}
