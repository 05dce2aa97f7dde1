using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

public sealed class Documents_of_live_events
{
    private const string Times = "\"opensAt\":\"2026-11-20T12:00:00Z\",\"closesAt\":\"2026-11-21T12:00:00Z\"";

    [Theory]
    [InlineData("{}", "line 1: the policy needs liveEvents")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a b\"," + Times + "}]}", "line 1: id must be 1 to 64 characters of [A-Za-z0-9_.:-]")]
    [InlineData("{\"liveEvents\":[{\"id\":\"level:2\"," + Times + "}]}", "line 1: id may not be level, nor begin with level: : players are granted level:… for something else")]
    [InlineData("{\"liveEvents\":[{\"id\":\"..\"," + Times + "}]}", "line 1: id is no id: no path could carry it")]
    [InlineData("{\"liveEvents\":[\n{\"id\":\"a\",\"opensAt\":\"2026-11-20T12:00:00\",\"closesAt\":\"2026-11-21T12:00:00Z\"}]}", "line 2: opensAt must be a time with its offset (2026-11-20T18:00:00Z)")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\",\"opensAt\":\"2026-11-21T12:00:00Z\",\"closesAt\":\"2026-11-21T12:00:00Z\"}]}", "line 1: closesAt is not after opensAt")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + "},\n{\"id\":\"a\"," + Times + "}]}", "line 2: liveEvents hold a twice")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"multipliers\":{\"score_submitted\":2}}]}", "line 1: score_submitted is nothing that is multiplied; xp_gained, boss_killed, item_acquired, counter_added are")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"multipliers\":{\"xp_gained\":0.5}}]}", "line 1: xp_gained must be a number from 1 to 100")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"multipliers\":{\"xp_gained\":1.234}}]}", "line 1: xp_gained may have two digits behind the point")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"entry\":{\"mode\":\"join\"}}]}", "line 1: entry limits scores, and the event has no board that takes any")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"rewards\":[{\"ranks\":\"1\",\"reward\":\"r\"}]}]}", "line 1: rewards are of ranks, and the event has no board")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"board\":{},\"entry\":{\"mode\":\"closed\"}}]}", "line 1: mode must be one of open, join")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"board\":{},\"entry\":{\"maxEntrants\":0}}]}", "line 1: maxEntrants must be a whole number from 1 to 10000000")]
    [InlineData("{\"liveEvents\":[{\"id\":\"a\"," + Times + ",\"board\":{\"name\":\"cup\"}},\n{\"id\":\"b\"," + Times + ",\"board\":{\"name\":\"cup\"}}]}", "line 2: b opens before a closes, and both are on the board cup")]
    public void What_is_wrong_is_told_with_its_line(string json, string message)
    {
        PolicyException e = Assert.Throws<PolicyException>(() => LiveEventsReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void Events_that_share_a_board_are_its_seasons()
    {
        LiveEventsPolicy events = LiveEventsReader.Read("""
            {"liveEvents":[
              {"id":"second","opensAt":"2026-11-22T00:00:00Z","closesAt":"2026-11-23T00:00:00Z","board":{"name":"cup","order":"asc"}},
              {"id":"first","title":"The first","opensAt":"2026-11-20T01:00:00+01:00","closesAt":"2026-11-21T00:00:00Z","board":{"name":"cup","order":"asc"},"multipliers":{"xp_gained":1.5}}, // a comment
            ]}
            """u8.ToArray());
        Assert.Equal(["first", "second"], events.Events.Select(live => live.Id));
        LeaderboardPolicy policy = events.Over(LeaderboardPolicy.Default);
        Assert.Same(policy, events.Over(LeaderboardPolicy.Default));
        BoardRules rules = policy.RulesOf("cup");
        Assert.Equal((false, false, true), (rules.Descending, rules.Windows[0], rules.Windows[2]));
        Assert.Equal("first", rules.Calendar.At(WindowKind.Seasonal, Ticks(20))?.Name);
        Assert.Equal("second", rules.EventAt(Ticks(22))?.Id);
        Assert.Null(rules.EventAt(Ticks(21)));
    }

    [Fact]
    public void Of_events_that_run_at_once_the_largest_multiplier_counts_and_each_as_long_as_its_document_holds()
    {
        LiveEventsPolicy before = Read("""{"id":"a","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-25T00:00:00Z","multipliers":{"xp_gained":3}}""");
        LiveEventsPolicy after = Read("""{"id":"b","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-24T00:00:00Z","multipliers":{"xp_gained":2}},{"id":"c","opensAt":"2026-11-23T00:00:00Z","closesAt":"2026-11-26T00:00:00Z","multipliers":{"xp_gained":1.5}}""");
        EventMultipliers said = MultiplierLine.Of(1, [new(LiveEventsPolicy.None, long.MinValue, Ticks(10)), new(before, Ticks(10), Ticks(22)), new(after, Ticks(22), long.MaxValue)]);
        Assert.Equal([100, 300, 300, 200, 200, 150, 150, 100], Enumerable.Range(19, 8).Select(day => said.Of(EventType.XpGained, Ticks(day))));
        Assert.Equal(300, said.Of(EventType.XpGained, Ticks(22) - 1));
        Assert.Equal(100, said.Of(EventType.BossKilled, Ticks(21)));
    }

    [Fact]
    public void Two_lines_differ_where_something_is_multiplied_otherwise_in_the_span_that_is_asked_about()
    {
        LiveEventsPolicy once = Read("""{"id":"a","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-22T00:00:00Z","multipliers":{"xp_gained":2}}""");
        LiveEventsPolicy longer = Read("""{"id":"b","opensAt":"2026-11-19T00:00:00Z","closesAt":"2026-11-23T00:00:00Z","multipliers":{"xp_gained":2}}""");
        EventMultipliers before = MultiplierLine.Of(1, [new(once, long.MinValue, long.MaxValue)]), after = MultiplierLine.Of(2, [new(longer, long.MinValue, long.MaxValue)]);
        Assert.Equal([false, true, false, false, true, false], new[] { 18, 19, 20, 21, 22, 23 }.Select(day => MultiplierLine.Differs(before, after, Ticks(day), Ticks(day + 1))));
        Assert.True(MultiplierLine.Differs(before, after, Ticks(18), Ticks(19) + 1));
        Assert.True(MultiplierLine.Differs(after, before, Ticks(21), Ticks(22) + 1));
    }

    [Fact]
    public void What_was_said_of_the_time_before_a_file_was_taken_up_stays()
    {
        EventMultipliers before = MultiplierLine.Of(1, [new(Read("""{"id":"a","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-25T00:00:00Z","multipliers":{"xp_gained":3,"item_acquired":2}}"""), long.MinValue, long.MaxValue)]);
        EventMultipliers after = MultiplierLine.Of(2, [new(Read("""{"id":"b","opensAt":"2026-11-18T00:00:00Z","closesAt":"2026-11-24T00:00:00Z","multipliers":{"xp_gained":1.5}}"""), long.MinValue, long.MaxValue)]);
        EventMultipliers joined = MultiplierLine.Joined(before, Ticks(22), after);
        Assert.Equal([100, 300, 300, 150, 150, 100, 100], Enumerable.Range(19, 7).Select(day => joined.Of(EventType.XpGained, Ticks(day))));
        Assert.Equal([100, 200, 200, 100, 100, 100, 100], Enumerable.Range(19, 7).Select(day => joined.Of(EventType.ItemAcquired, Ticks(day))));
        Assert.True(joined.SaysTheSame(MultiplierLine.Joined(joined, Ticks(23), after)));
    }

    [Fact]
    public void A_document_is_held_against_versions_that_were_and_versions_to_come()
    {
        LiveEventsPolicy cup = Read("""{"id":"cup","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-22T00:00:00Z"}""");
        LiveEventsPolicy longer = Read("""{"id":"cup","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-24T00:00:00Z"}""");
        LiveEventsPolicy other = Read("""{"id":"other","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-24T00:00:00Z"}""");
        // A version to come that was made before drops what runs, or opens it again.
        Assert.Contains("the version that is to come at 2026-11-21T00:00:00Z: liveEvents lack cup, which runs", Against([new(other, Ticks(21), long.MaxValue)], cup, 19), StringComparison.Ordinal);
        Assert.Contains("cup is over", Against([new(longer, Ticks(23), long.MaxValue)], cup, 19), StringComparison.Ordinal);
        Assert.Contains("cup would open again", Against([new(LiveEventsPolicy.None, Ticks(23), Ticks(23) + 1), new(longer, Ticks(23) + 1, long.MaxValue)], cup, 19), StringComparison.Ordinal);
        Assert.Equal("", Against([new(longer, Ticks(21), long.MaxValue)], cup, 19));
        // An id that was over once is used up, also when the document has not named it for a while; one that was moved in time is not.
        Assert.Contains("cup was a live event that is over", Against([new(cup, Ticks(19), Ticks(23)), new(LiveEventsPolicy.None, Ticks(23), long.MaxValue)], Read("""{"id":"cup","opensAt":"2026-11-25T00:00:00Z","closesAt":"2026-11-26T00:00:00Z"}"""), 24), StringComparison.Ordinal);
        Assert.Equal("", Against([new(cup, Ticks(19), Ticks(21)), new(longer, Ticks(21), long.MaxValue)], longer, 23));

        static string Against(LiveEventsInForceAt[] versions, LiveEventsPolicy after, int day) => string.Join("; ", LiveEventChanges.Faults(versions, after, LeaderboardPolicy.Default, Ticks(day)).Select(fault => fault.Reason));
    }

    private static LiveEventsPolicy Read(string events) => LiveEventsReader.Read(Encoding.UTF8.GetBytes($$"""{"liveEvents":[{{events}}]}"""));

    private static long Ticks(int day) => UnixTicks.Of(new DateTime(2026, 11, day, 0, 0, 0, DateTimeKind.Utc));
}
