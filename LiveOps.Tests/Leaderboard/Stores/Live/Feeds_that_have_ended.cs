using System.Text;
using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Stores.Live;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Leaderboard.Stores.Live;

/// <summary>What is told to who listens while the store takes its time: the newest, and after the end nothing.</summary>
public sealed class Feeds_that_have_ended
{
    private static readonly LivePlace Arena = new("arena", "daily", null, 10);

    [Fact]
    public async Task No_look_that_was_under_way_and_none_after_it_bring_a_feed_back_to_life()
    {
        var boards = new HeldBoards();
        int made = 0;
        var feed = new LiveFeed(Arena, boards, () => made++);
        Task<Problem?> first = feed.LookAsync().AsTask();
        boards.Answer(0, "[1]");
        await first;
        LiveSignal told = feed.Signal!;

        Task<Problem?> late = feed.LookAsync().AsTask();
        feed.End();
        Assert.True(told.Next.IsCompleted);
        boards.Answer(1, "[2]");
        Assert.Null(await late);
        Assert.True(feed.Signal!.IsLast, "the late page was told");
        feed.Beat();
        Assert.Null(await feed.LookAsync());
        Assert.True(feed.Signal.IsLast, "it lives again");
        Assert.Equal((2, 1), (boards.Asked, made));
    }

    [Fact]
    public async Task A_feed_that_ends_before_its_first_page_has_none()
    {
        var boards = new HeldBoards();
        var feed = new LiveFeed(Arena, boards, () => Assert.Fail("there was nobody to tell"));
        Task<Problem?> first = feed.LookAsync().AsTask();
        feed.End();
        boards.Answer(0, "[1]");
        Assert.Null(await first);
        Assert.True(feed.Signal!.IsLast);
    }

    [Fact]
    public async Task A_page_that_was_asked_for_before_another_does_not_take_its_place()
    {
        var boards = new HeldBoards();
        var feed = new LiveFeed(Arena, boards, () => { });
        Task<Problem?> older = feed.LookAsync().AsTask(), newer = feed.LookAsync().AsTask();
        boards.Answer(1, "[2]");
        await newer;
        boards.Answer(0, "[1]");
        await older;
        // The id comes last: some clients take an event for seen once that line is read.
        Assert.Matches(@"^event: page\ndata: \[2\]\nid: [0-9a-f]+\n\n$", Encoding.ASCII.GetString(feed.Signal!.Page.Span));
    }

    [Fact]
    public async Task A_feed_that_finds_its_board_gone_takes_no_later_feed_of_the_same_page_with_it()
    {
        var (boards, clock) = (new HeldBoards(), new ManualClock());
        using var lifetime = new Lifetime();
        using LiveFeeds feeds = await StartAsync(boards, lifetime, clock);
        LiveFeed former = await JoinAsync(feeds, boards);
        await Until.TrueAsync(
            () =>
            {
                clock.Advance(LiveSettings.Pace);
                return boards.Asked == 2;
            },
            () => $"{boards.Asked} looks, and not the second");
        feeds.Leave(former);
        LiveFeed later = await JoinAsync(feeds, boards);
        Assert.NotSame(former, later);

        boards.Refuse(1);
        await Until.TrueAsync(() => former.Signal!.IsLast, () => "the former feed never ended");
        Task<(LiveFeed? Feed, Problem? Problem)> joining = feeds.JoinAsync(Arena).AsTask();
        Assert.True(joining.IsCompleted, "a third feed was begun, which has no page yet");
        Assert.Same(later, (await joining).Feed);
        Assert.False(later.Signal!.IsLast);
    }

    [Fact]
    public async Task When_the_service_stops_a_look_that_is_under_way_brings_no_page_and_nobody_joins_any_more()
    {
        var (boards, clock) = (new HeldBoards(), new ManualClock());
        using var lifetime = new Lifetime();
        using LiveFeeds feeds = await StartAsync(boards, lifetime, clock);
        Task<(LiveFeed? Feed, Problem? Problem)> joining = feeds.JoinAsync(Arena).AsTask();
        await Until.TrueAsync(
            () =>
            {
                clock.Advance(LiveSettings.Pace); // with the first round it is certain that the service waits for its end
                return boards.Asked == 2;
            },
            () => $"{boards.Asked} looks, and not the second");
        lifetime.Application.StopApplication();
        boards.Answer(1, "[2]");
        boards.Answer(0, "[1]");
        (LiveFeed? feed, Problem? problem) = await joining;
        Assert.Null(problem);
        Assert.True(feed!.Signal!.IsLast);
        (LiveFeed? none, Problem? refused) = await feeds.JoinAsync(Arena);
        Assert.Null(none);
        Assert.Equal(ProblemTypes.Unavailable, refused!.Type);
        Assert.Equal(0, feeds.Made);
    }

    private static async Task<LiveFeeds> StartAsync(HeldBoards boards, Lifetime lifetime, ManualClock clock)
    {
        var feeds = new LiveFeeds(boards, new LiveSettings(10), lifetime.Application, clock);
        await feeds.StartAsync(TestContext.Current.CancellationToken);
        return feeds;
    }

    private static async Task<LiveFeed> JoinAsync(LiveFeeds feeds, HeldBoards boards)
    {
        int number = boards.Asked;
        Task<(LiveFeed? Feed, Problem? Problem)> joining = feeds.JoinAsync(Arena).AsTask();
        boards.Answer(number, "[1]");
        return (await joining).Feed!;
    }

    private sealed class Lifetime : IDisposable
    {
        public ApplicationLifetime Application { get; } = new(NullLogger<ApplicationLifetime>.Instance);

        public void Dispose() => Application.StopApplication();
    }
}
