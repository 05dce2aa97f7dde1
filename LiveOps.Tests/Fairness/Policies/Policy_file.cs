using LiveOps.Core.Events;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Rules;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.Policies;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Policies;

public sealed class Policy_file
{
    [Fact]
    public void The_policy_that_comes_with_it_says_what_the_design_says()
    {
        FairnessPolicy policy = Parse(DefaultPolicy);
        Assert.Equal((50.0, 100), (policy.Rates.PerSecond, policy.Rates.Burst));
        EscalationStep block = Assert.Single(policy.Escalation, step => step.Blocks);
        Assert.Equal(new EscalationStep(3, TimeSpan.FromMinutes(10).Ticks, true, TimeSpan.FromMinutes(15).Ticks), block);
        Assert.Equal(["xp-amount", "xp-per-minute", "xp-per-hour", "from-the-future", "long-past"], policy.For(EventType.XpGained, 0).Rules.Select(rule => rule.Id));
    }

    [Theory]
    [InlineData("\"perSecond\": 50", "\"perSecond\": -1", 3, "perSecond must be a number from 0.01 to 100000")]
    [InlineData("\"perSecond\": 50", "\"perSecnd\": 50", 3, "perSecnd means nothing here")]
    [InlineData("\"perSecond\": 50, ", "", 3, "rates needs perSecond")]
    [InlineData("\"burst\": 100 }", "\"burst\": 100, \"bust\": 1 }", 3, "bust means nothing here; known are perSecond, burst")]
    [InlineData("\"burst\": 100 }", "\"burst\": 1.5 }", 3, "burst must be a whole number")]
    [InlineData("\"kind\": \"jump\"", "\"kind\": \"leap\"", 14, "kind must be one of bounds, gain, jump, deviation, repeat, rhythm, speed, future, past")]
    [InlineData("\"kind\": \"jump\"", "\"kind\": \"jump\", \"deviations\": 4", 14, "deviations means nothing here")]
    [InlineData("\"id\": \"score-jump\"", "\"id\": \"xp-amount\"", 14, "id is the id of another rule")]
    [InlineData("\"id\": \"score-jump\"", "\"id\": \"a b\"", 14, "must be 1 to 64 characters")]
    [InlineData("\"type\": \"item_acquired\"", "\"type\": \"xp_gained\"", 11, "kind has a rule already for this type and board, or counter")]
    [InlineData("\"type\": \"item_acquired\"", "\"type\": \"loot\"", 11, "type is no event type")]
    [InlineData("\"type\": \"item_acquired\"", "\"type\": \"item_acquired\", \"board\": \"b\"", 11, "board must be a board's id, in a rule for score_submitted")]
    [InlineData("\"kind\": \"jump\", \"type\": \"score_submitted\"", "\"kind\": \"jump\", \"type\": \"xp_gained\"", 14, "type cannot be judged by a rule of this kind")]
    [InlineData("\"times\": 10, \"after\"", "\"times\": \"ten\", \"after\"", 14, "times must be a number from 1 to")]
    [InlineData("\"flags\": 3", "\"flags\": 300", 28, "flags must be a whole number from 1 to 16")]
    [InlineData("\"flags\": 3", "\"flags\": 3, \"flags\": 4", 28, "flags stands here twice")]
    [InlineData("\"forgetting\"", "\"forgeting\"", 32, "forgeting means nothing here")]
    [InlineData("\"burst\": 100 },", "\"burst\": 100", 5, "this is not JSON")]
    public void A_mistake_is_told_with_its_line(string text, string mistake, int line, string why)
    {
        Assert.Contains(text, DefaultPolicy, StringComparison.Ordinal);
        var e = Assert.Throws<PolicyException>(() => Parse(DefaultPolicy.Replace(text, mistake, StringComparison.Ordinal)));
        Assert.StartsWith($"line {line}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_strongest_consequence_is_judged_first() =>
        Assert.Equal([Consequence.Reject, Consequence.Reject, Consequence.Flag, Consequence.Observe, Consequence.Observe],
            Parse(DefaultPolicy).For(EventType.XpGained, 0).Rules.Select(rule => rule.Then));

    private static FairnessPolicy Parse(string json) => FairnessPolicyReader.Parse(System.Text.Encoding.UTF8.GetBytes(json));
}
