using System.Text;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Tests.Leaderboard;

public sealed class Policies_of_boards
{
    [Theory]
    [InlineData("[]", "line 1: the policy is an object")]
    [InlineData("{\n\"maxBoard\": 1}", "line 2: there is no setting maxBoard; there are maxBoards, otherBoards, hideBlocked, default and boards")]
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
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\",\"opensAt\":\"2026-01-01T00:00:00.5\",\"closesAt\":\"2026-02-01\"}]}}", "line 1: 2026-01-01T00:00:00.5 is neither a date (2026-11-20) nor a time with its offset (2026-11-20T18:00:00Z)")]
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
}
