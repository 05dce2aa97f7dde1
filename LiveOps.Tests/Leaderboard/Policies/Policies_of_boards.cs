using System.Text;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Tests.Leaderboard.Policies;

public sealed class Policies_of_boards
{
    [Theory]
    [InlineData("[]", "line 1: the policy must be an object")]
    [InlineData("{\n\"maxBoard\": 1}", "line 2: maxBoard means nothing here; known are maxBoards, otherBoards, hideBlocked, default, boards")]
    [InlineData("{\n\n\"maxBoards\": 0}", "line 3: maxBoards must be a whole number from 1 to 10000")]
    [InlineData("{\"boards\":{\n\"a b\":{}}}", "line 2: a b is no board's name: 1 to 64 characters of [A-Za-z0-9_.:-]")]
    [InlineData("{\"boards\":{\"a\":{},\n\"a\":{}}}", "line 2: a stands here twice")]
    [InlineData("{\"maxBoards\":1,\"boards\":{\"a\":{},\n\"b\":{}}}", "line 1: boards are more than maxBoards allows, 1")]
    [InlineData("{\"boards\":{\"a\":{\n\"operator\":\"worst\"}}}", "line 2: operator must be one of best, last, sum")]
    [InlineData("{\"boards\":{\"a\":{\"order\":\n\"up\"}}}", "line 2: order must be one of desc, asc")]
    [InlineData("{\"boards\":{\"a\":{\"windows\":[]}}}", "line 1: windows must hold at least one window")]
    [InlineData("{\"boards\":{\"a\":{\"windows\":[\"daily\",\n\"yearly\"]}}}", "line 2: windows may hold daily, weekly, seasonal and all")]
    [InlineData("{\"default\":{\n\"timeZone\":\"Mars/Olympus\"}}", "line 2: timeZone must be a time zone that this system knows (IANA names, as Europe/Berlin); Mars/Olympus is none")]
    [InlineData("{\"default\":{\"timeZone\":\"../../etc/passwd\"}}", "line 1: timeZone must be a time zone that this system knows (IANA names, as Europe/Berlin); ../../etc/passwd is none")]
    [InlineData("{\"default\":{\"graceSeconds\":86401}}", "line 1: graceSeconds must be a whole number from 0 to 86400")]
    [InlineData("{\"default\":{\"keep\":{\"all\":1}}}", "line 1: all means nothing here; known are daily, weekly, seasonal")]
    [InlineData("{\"default\":{\"seasons\":[\n{\"id\":\"s\",\"opensAt\":\"2026-02-01\",\"closesAt\":\"2026-01-01\"}]}}", "line 2: the season s closes before it opens")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\",\"opensAt\":\"2026-01-01\",\"closesAt\":\"2026-02-01\"},\n{\"id\":\"t\",\"opensAt\":\"2026-01-31\",\"closesAt\":\"2026-03-01\"}]}}", "line 2: the season t opens before s closes; seasons stand in order and do not overlap")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\",\"opensAt\":\"2026-01-01T00:00:00\",\"closesAt\":\"2026-02-01\"}]}}", "line 1: 2026-01-01T00:00:00 is neither a date (2026-11-20) nor a time with its offset (2026-11-20T18:00:00Z)")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\",\"opensAt\":\"2026-01-01T00:00:00.5\",\"closesAt\":\"2026-02-01\"}]}}", "line 1: 2026-01-01T00:00:00.5 is neither a date (2026-11-20) nor a time with its offset (2026-11-20T18:00:00Z)")]
    [InlineData("{\"default\":{\"seasons\":[{\"id\":\"s\"}]}}", "line 1: seasons needs opensAt (and 1 more)")]
    [InlineData("{\"default\":{\"rewards\":[]}}", "line 1: rewards are a named board's: they are named after it")]
    [InlineData("{\"boards\":{\"a\":{\"rewards\":[{\"window\":\"all\",\"ranks\":\"1\",\"reward\":\"g\"}]}}}", "line 1: window must be one of daily, weekly, seasonal")]
    [InlineData("{\"boards\":{\"a\":{\"windows\":[\"all\"],\"rewards\":[{\"window\":\"daily\",\"ranks\":\"1\",\"reward\":\"g\"}]}}}", "line 1: window names daily, which the board does not have")]
    [InlineData("{\"boards\":{\"a\":{\"rewards\":[{\"window\":\"daily\",\"ranks\":\"0\",\"reward\":\"g\"}]}}}", "line 1: ranks must be a rank, as 1, or a first and a last, as 2-10, up to 10000")]
    [InlineData("{\"boards\":{\"a\":{\"rewards\":[{\"window\":\"daily\",\"ranks\":\"3-2\",\"reward\":\"g\"}]}}}", "line 1: ranks must be a rank, as 1, or a first and a last, as 2-10, up to 10000")]
    [InlineData("{\"boards\":{\"a\":{\"rewards\":[{\"window\":\"daily\",\"ranks\":\"1-10001\",\"reward\":\"g\"}]}}}", "line 1: ranks must be a rank, as 1, or a first and a last, as 2-10, up to 10000")]
    [InlineData("{\"boards\":{\"a\":{\"rewards\":[{\"window\":\"daily\",\"ranks\":\"1\",\"reward\":\"a-name-of-a-reward-that-is-a-good-deal-longer-than-it-need-be\"}]}}}", "line 1: reward is too long: players would be granted a.daily.a-name-of-a-reward-that-is-a-good-deal-longer-than-it-need-be:2026-11-20, and the name of a reward has 64 characters at most")]
    public void What_is_wrong_is_told_with_its_line(string json, string message)
    {
        PolicyException e = Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("{\n\"boards\": nonsense}")]
    [InlineData("{}\n {}")]
    public void What_is_no_json_is_told_with_its_line(string json)
    {
        PolicyException e = Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.StartsWith("line 2: this is not JSON: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(", at byte ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", e.Message, StringComparison.Ordinal); // it counts from 0
    }

    [Fact]
    public void A_setting_that_stands_twice_counts_as_it_stands_last_as_it_always_did()
    {
        LeaderboardPolicy policy = LeaderboardPolicyReader.Read("""{"maxBoards":5,"default":{"order":"asc","order":"desc"},"maxBoards":7}"""u8);
        Assert.Equal((7, true), (policy.MaxBoards, policy.Others.Descending));
    }

    [Fact]
    public void In_one_that_comes_in_nothing_stands_twice()
    {
        byte[] json = """{"maxBoards":5,"default":{"order":"asc","order":"desc"},"boards":{"a":{"seasons":[{"id":"s","id":"t","opensAt":"2026-01-01","closesAt":"2026-02-01"}]}},"maxBoards":7}"""u8.ToArray();
        PolicyException e = Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.ReadNew(json));
        Assert.Equal(["/default/order", "/boards/a/seasons/0/id", "/maxBoards"], e.Faults.Select(fault => fault.Place));
        Assert.Equal("order stands here twice", e.Faults[0].Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF \r\n\t")]
    public void Nothing_is_called_an_empty_document(string json) =>
        Assert.Equal("the document is empty", Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.ReadNew(Encoding.UTF8.GetBytes(json))).Message);

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
        long january = UnixTicks.Of(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("s", policy.RulesOf("laps").Calendar.At(WindowKind.Seasonal, january)?.Name);
        Assert.Equal("2026-Q1", policy.RulesOf("season").Calendar.At(WindowKind.Seasonal, january)?.Name);
    }
}
