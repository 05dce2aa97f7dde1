using System.Text;
using LiveOps.Core.Notices;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Policies;

public sealed class Changes_that_are_told
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task In_a_cluster_it_is_told_who_called_a_version_off_and_that_the_one_built_in_is_back(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await redis.CommandAsync("SET", "liveops:notices:wanted", "1:1:ffffffffffffffff"); // as a gateway says it
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, new ManualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)));
        Answer made = await host.Document.PutAsync("""{"maxBoards":5}""", "\"0\"", "soon", effectiveAt: host.Clock.UtcNow.AddHours(1), author: "ann");
        Assert.True(made.Status == 200, made.Body);
        Assert.Equal(204, (await host.Document.SendAsync(HttpMethod.Delete, "/scheduled/1?reason=a+mistake", author: "ben")).Status);
        Assert.Equal(200, (await host.Document.SendAsync(HttpMethod.Post, "/rollback?version=0&reason=back", author: "cid")).Status);
        Assert.Equal(0, (await host.Document.GetAsync("/versions/2")).Json.GetProperty("restores").GetInt32());

        string content = await boards.Database.AskAsync("SELECT content FROM notices ORDER BY id");
        string[] told = [.. content.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => NoticeFormat.Read(Convert.FromBase64String(one)))
            .Where(notice => notice.Type == NoticeType.PolicyChanged).Select(notice => Encoding.UTF8.GetString(notice.Data.Span))];
        Assert.Collection(
            told,
            one => Assert.EndsWith("\"by\":\"ann\",\"reason\":\"soon\"}", one, StringComparison.Ordinal),
            one => Assert.EndsWith("\"by\":\"ben\",\"reason\":\"a mistake\"}", one, StringComparison.Ordinal),
            one => Assert.Contains("\"change\":\"rolled-back\",\"restores\":0,", one, StringComparison.Ordinal));
    }
}
