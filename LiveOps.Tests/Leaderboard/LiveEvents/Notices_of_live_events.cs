using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.State;
using LiveOps.Tests.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

public sealed class Notices_of_live_events
{
    private static readonly long Start = UnixTicks.Of(new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Openings_and_closings_are_told_once_each_by_the_document_in_force_also_after_a_snapshot()
    {
        LeaderboardState state = StateLines.New();
        state.Apply([new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Bit(NoticeType.LiveEventOpened) | NoticeTypes.Bit(NoticeType.LiveEventClosed)).ToBytes())]);
        Make(state, Event("past", "11:00", "11:30") + "," + Event("runs", "11:00", "12:10") + "," + Event("comes", "12:20", "12:30"), 0);
        Assert.Equal(["live-event.opened runs"], Told(state));
        state = StateLines.Reload(state);
        At(state, 9);
        At(state, 10);
        Assert.Single(Told(state)); // within the grace
        Assert.True(state.NextDue <= Start + Minutes(10) + TimeSpan.FromSeconds(5).Ticks);
        At(state, 15);
        state = StateLines.Reload(state);
        At(state, 25);
        At(state, 26);
        Assert.Equal(["live-event.opened runs", "live-event.closed runs", "live-event.opened comes"], Told(state));
        Make(state, Event("comes", "12:20", "12:28") + "," + Event("other", "12:20", "12:40"), 27);
        At(state, 60); // both, by one record
        Assert.Equal(["live-event.opened other", "live-event.closed comes", "live-event.closed other"], Told(state)[3..]);
        Notice closed = state.Outbox.Peek(0)!.Notices[^1];
        Assert.Equal("""{"event":"other","title":"other","opensAt":"2026-11-20T12:20:00Z","closesAt":"2026-11-20T12:40:00Z"}""", Encoding.UTF8.GetString(closed.Data.Span));
    }

    [Fact]
    public void What_a_version_brings_or_takes_by_its_time_is_told_too()
    {
        LeaderboardState state = StateLines.New();
        state.Apply([new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Bit(NoticeType.LiveEventOpened) | NoticeTypes.Bit(NoticeType.LiveEventClosed)).ToBytes())]);
        Make(state, Event("a", "11:00", "12:30"), 0);
        Make(state, Event("b", "11:00", "12:30"), 1, Start + Minutes(20));
        At(state, 50);
        Assert.Equal(["live-event.opened a", "live-event.opened b", "live-event.closed a", "live-event.closed b"], Told(state));
    }

    [Fact]
    public void Of_an_event_that_was_over_when_it_was_named_nothing_is_told_and_of_one_that_is_prolonged_after_all()
    {
        LeaderboardState state = StateLines.New();
        state.Apply([new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Bit(NoticeType.LiveEventOpened) | NoticeTypes.Bit(NoticeType.LiveEventClosed)).ToBytes())]);
        Make(state, Event("over", "11:00", "12:00"), 0); // within its grace
        state = StateLines.Reload(state);
        At(state, 1);
        Assert.Empty(Told(state));
        Make(state, Event("over", "11:00", "12:01") + "," + Event("again", "11:00", "12:01"), 1);
        Make(state, Event("over", "11:00", "12:01") + "," + Event("again", "11:00", "12:05"), 1);
        At(state, 3);
        Assert.Equal(["live-event.opened again"], Told(state));
        state = StateLines.Reload(state);
        At(state, 6);
        Assert.Equal(["live-event.opened again", "live-event.closed again"], Told(state));
    }

    private static string[] Told(LeaderboardState state) => [.. (state.Outbox.Peek(0)?.Notices ?? []).Select(notice => $"{NoticeTypes.Name(notice.Type)} {notice.Subject}")];

    private static void At(LeaderboardState state, int minute) => state.Execute(Commands.Rollover(Start + Minutes(minute)));

    private static string Event(string id, string opens, string closes) => $$"""{"id":"{{id}}","opensAt":"2026-11-20T{{opens}}:00Z","closesAt":"2026-11-20T{{closes}}:00Z"}""";

    private static void Make(LeaderboardState state, string events, int minute, long? effectiveAt = null)
    {
        long at = Start + Minutes(minute);
        PolicyWrite write = state.LiveEvents.Ledger.History.Make(new PolicyDraft("ann", "why", PolicyText.Pack(Encoding.UTF8.GetBytes($$"""{"liveEvents":[{{events}}]}""")), effectiveAt), at, 0)!;
        Assert.IsType<PolicyVersion>(state.Execute(Commands.LiveEvents(at, PolicyCommand.Write(write))));
    }

    private static long Minutes(long count) => count * TimeSpan.TicksPerMinute;
}
