using System.Text;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Tests.Leaderboard;

public sealed class Policies_of_boards
{
    [Theory]
    [InlineData("[]", "line 1: the policy is an object")]
    [InlineData("{\n\"maxBoard\": 1}", "line 2: there is no setting maxBoard; there are maxBoards, otherBoards, default and boards")]
    [InlineData("{\n\n\"maxBoards\": 0}", "line 3: maxBoards is a whole number from 1 to 10000")]
    [InlineData("{\"boards\":{\n\"a b\":{}}}", "line 2: a board's name is 1 to 64 characters of [A-Za-z0-9_.:-]")]
    [InlineData("{\"boards\":{\"a\":{},\n\"a\":{}}}", "line 2: the board a stands here twice")]
    [InlineData("{\"maxBoards\":1,\"boards\":{\"a\":{},\n\"b\":{}}}", "line 2: there are more boards here than maxBoards allows, 1")]
    [InlineData("{\"boards\":{\"a\":{\n\"operator\":\"worst\"}}}", "line 2: operator is best, last or sum")]
    [InlineData("{\"boards\":{\"a\":{\"order\":\n\"up\"}}}", "line 2: order is desc (highest first) or asc (lowest first)")]
    [InlineData("{\"boards\":{\"a\":{\"windows\":[]}}}", "line 1: a board has at least one window")]
    [InlineData("{\"boards\":{\"a\":{\"windows\":[\"daily\",\n\"yearly\"]}}}", "line 2: a window is daily, weekly, seasonal or all")]
    [InlineData("{\"default\":{\n\"timeZone\":\"Mars/Olympus\"}}", "line 2: this system knows no time zone Mars/Olympus (IANA names, as Europe/Berlin)")]
    [InlineData("{\"default\":{\"timeZone\":\"../../etc/passwd\"}}", "line 1: this system knows no time zone ../../etc/passwd (IANA names, as Europe/Berlin)")]
    [InlineData("{\"default\":{\"graceSeconds\":86401}}", "line 1: graceSeconds is a whole number from 0 to 86400")]
    [InlineData("{\"default\":{\"keep\":{\"all\":1}}}", "line 1: keep has daily, weekly and seasonal")]
    [InlineData("{\"default\":{\"seasons\":[\n{\"id\":\"s\",\"opensAt\":\"2026-02-01\",\"closesAt\":\"2026-01-01\"}]}}", "line 2: the season s closes before it opens")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\",\"opensAt\":\"2026-01-01\",\"closesAt\":\"2026-02-01\"},\n{\"id\":\"t\",\"opensAt\":\"2026-01-31\",\"closesAt\":\"2026-03-01\"}]}}", "line 2: the season t opens before s closes; seasons stand in order and do not overlap")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\",\"opensAt\":\"2026-01-01T00:00:00\",\"closesAt\":\"2026-02-01\"}]}}", "line 1: 2026-01-01T00:00:00 is neither a date (2026-11-20) nor a time with its offset (2026-11-20T18:00:00Z)")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\"}]}}", "line 1: a season has id, opensAt and closesAt")]
    [InlineData("{} {}", "line 1: the policy ends here, but more follows")]
    public void What_is_wrong_is_told_with_its_line(string json, string message)
    {
        PolicyException e = Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void What_is_no_json_is_told_with_its_line()
    {
        PolicyException e = Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.Read("{\n\"boards\": nonsense}"u8));
        Assert.StartsWith("line 2: this is not JSON: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_policy_cut_short_is_refused()
    {
        byte[] whole = """{"maxBoards":5,"default":{"keep":{"daily":1},"windows":["all"]},"boards":{"a":{"seasons":[{"id":"s","opensAt":"2026-01-01","closesAt":"2026-02-01"}]}}}"""u8.ToArray();
        LeaderboardPolicyReader.Read(whole);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.Read(whole.AsSpan(0, length)));
    }

    [Fact]
    public void Boards_build_on_the_default_wherever_it_stands()
    {
        LeaderboardPolicy policy = LeaderboardPolicyReader.Read("""
            { // comments are allowed
              "boards": {"laps": {"order": "asc",}, "season": {"seasons": "quarters"}},
              "default": {"operator": "sum", "timeZone": "Europe/Berlin", "seasons": [{"id": "s", "opensAt": "2026-01-01", "closesAt": "2026-02-01"}]}
            }
            """u8);
        Assert.Equal(ScoreOperator.Sum, policy.RulesOf("laps").Operator);
        Assert.False(policy.RulesOf("laps").Descending);
        Assert.True(policy.RulesOf("other").Descending);
        Assert.Equal("Europe/Berlin", policy.RulesOf("laps").Zone.Id);
        long january = Core.Windows.UnixTicks.Of(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("s", policy.RulesOf("laps").Calendar.At(Core.Windows.WindowKind.Seasonal, january)?.Name);
        Assert.Equal("2026-Q1", policy.RulesOf("season").Calendar.At(Core.Windows.WindowKind.Seasonal, january)?.Name);
    }

    [Fact]
    public async Task A_changed_policy_comes_into_force_and_outlives_a_restart()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync("""{"boards":{"arena":{}}}""");
        host.Score("ann", "arena", 10);
        host.Score("bob", "arena", 20);
        host.Score("cid", "arena", 10);
        Assert.Equal("1 bob 20, 2 ann 10, 3 cid 10", await host.RanksAsync("/v1/leaderboards/arena/all"));
        host.WritePolicy("""{"boards":{"arena":{"operator":"sum","order":"asc","windows":["all"]},"new":{}}}""");
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        await Eventually.TrueAsync(() => !host.State.Boards[0].Rules.Descending);
        Assert.Equal("1 ann 10, 2 cid 10, 3 bob 20", await host.RanksAsync("/v1/leaderboards/arena/all"));
        Assert.Equal("404 unknown-window", await host.ProblemAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/new/daily"));
        await host.RestartAsync();
        host.Score("ann", "arena", 5);
        Assert.Equal("1 cid 10, 2 ann 15, 3 bob 20", await host.RanksAsync("/v1/leaderboards/arena/all"));
        int executed = host.Log.Executed;
        await host.RestartAsync(); // nothing changed: nothing is sent
        Assert.Equal(executed, host.Log.Executed);
    }

    [Fact]
    public async Task A_time_zone_changed_while_a_day_runs_neither_loses_nor_repeats_a_day()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync("""{"boards":{"arena":{}}}""", new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        host.Score("ann", "arena", 1);
        host.WritePolicy("""{"boards":{"arena":{"timeZone":"America/New_York"}}}""");
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        await Eventually.TrueAsync(() => host.State.Boards[0].Rules.Zone.Id == "America/New_York");
        host.Score("bob", "arena", 2); // the running day keeps the bounds it began with
        Assert.Equal("1 bob 2, 2 ann 1", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        host.Clock.Advance(TimeSpan.FromHours(13)); // 2026-11-21 01:00 UTC: still the 20th in New York, but the 20th has been closed
        await host.RolledOverAsync();
        host.Score("cid", "arena", 3);
        Assert.Equal("1 bob 2, 2 ann 1", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        host.Clock.Advance(TimeSpan.FromHours(5));
        host.Score("dan", "arena", 4);
        Assert.Equal("1 dan 4", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 dan 4, 2 cid 3, 3 bob 2, 4 ann 1", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }
}
