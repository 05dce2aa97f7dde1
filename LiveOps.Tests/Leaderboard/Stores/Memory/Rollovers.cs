using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores.Memory;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Leaderboard.Stores.Memory;

public sealed class Rollovers
{
    private static readonly byte[] Berlin = "{\"default\":{\"timeZone\":\"Europe/Berlin\"}}"u8.ToArray();

    [Fact]
    public async Task Three_years_of_periods_are_closed_each_once_in_order_and_on_time_with_the_process_down_now_and_then()
    {
        var clock = new ManualClock(new DateTimeOffset(2025, 12, 30, 12, 0, 0, TimeSpan.Zero));
        var log = new DirectLog { State = StateLines.New() };
        log.State.Execute(Commands.Policy(clock.Now(), Berlin));
        LeaderboardClock service = await StartAsync(log, clock);
        DateTimeOffset first = clock.UtcNow;
        int days = 0, down = 0;
        while (clock.UtcNow < new DateTimeOffset(2029, 1, 2, 0, 0, 0, TimeSpan.Zero))
        {
            Score(log, clock, $"p{days % 7}", days);
            Score(log, clock, "always", days);
            if (++days % 90 == 0)
            {
                // Down over midnight, every second time over a week in which nobody scores; what was due is closed at the start.
                await service.StopAsync(TestContext.Current.CancellationToken);
                clock.Advance(TimeSpan.FromDays(++down % 2 == 0 ? 7 : 1));
                log.State = StateLines.Reload((LeaderboardState)log.State);
                service = await StartAsync(log, clock);
                await ClosedAsync(log, clock);
                continue;
            }

            clock.Advance(TimeSpan.FromDays(1));
            await ClosedAsync(log, clock);
        }

        Board board = ((LeaderboardState)log.State).Boards[0];
        foreach (Track track in board.Tracks[..3])
        {
            Assert.Equal(track.Closed.Select(archive => archive.Period.Name).Distinct(), track.Closed.Select(archive => archive.Period.Name));
            Assert.Equal(track.Closed.Select(archive => archive.Period.Closes).Order(), track.Closed.Select(archive => archive.Period.Closes));
            Assert.Equal(track.Closed.Select(archive => archive.Period.Name), board.Hall.Where(entry => entry.Window == track.Window).Select(entry => entry.Period));
        }

        List<Archive> daily = board.Tracks[(int)WindowKind.Daily].Closed;
        Assert.Equal(days, daily.Count);
        Assert.All(daily, archive => Assert.Equal(2, archive.Rows));
        Assert.Equal(23, Hours(daily.Single(archive => archive.Period.Name == "2026-03-29")));
        Assert.Equal(25, Hours(daily.Single(archive => archive.Period.Name == "2026-10-25")));
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), At(daily.Single(archive => archive.Period.Name == "2026-03-29").Period.Opens));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), At(daily.Single(archive => archive.Period.Name == "2026-03-29").Period.Closes));
        Assert.Equal(
            Enumerable.Range(2025, 4).SelectMany(year => Enumerable.Range(1, 4).Select(quarter => $"{year}-Q{quarter}")).Skip(3),
            board.Tracks[(int)WindowKind.Seasonal].Closed.Select(archive => archive.Period.Name));
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_period_is_closed_when_its_grace_is_over_and_not_before()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 23, 0, 0, TimeSpan.Zero));
        var log = new DirectLog { State = StateLines.New() };
        LeaderboardClock service = await StartAsync(log, clock);
        Score(log, clock, "ann", 1);
        Track daily = ((LeaderboardState)log.State).Boards[0].Tracks[(int)WindowKind.Daily];
        clock.Advance(TimeSpan.FromMinutes(65) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, log.Executed);
        Assert.Empty(daily.Closed);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => daily.Closed.Count == 1);
        Assert.Equal(1, log.Executed);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task While_the_journal_is_down_the_rollover_is_tried_again()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 23, 0, 0, TimeSpan.Zero));
        var log = new DirectLog { State = StateLines.New() };
        LeaderboardClock service = await StartAsync(log, clock);
        Score(log, clock, "ann", 1);
        Track daily = ((LeaderboardState)log.State).Boards[0].Tracks[(int)WindowKind.Daily];
        log.IsDown = true;
        clock.Advance(TimeSpan.FromHours(2));
        log.IsDown = false;
        for (var patience = new Patience(); daily.Closed.Count == 0 && !patience.IsOver;)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Single(daily.Closed);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_score_of_the_next_period_closes_what_is_due_before_the_clock_does_and_the_clock_then_finds_nothing_to_do()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 23, 0, 0, TimeSpan.Zero));
        var log = new DirectLog { State = StateLines.New() };
        Score(log, clock, "ann", 1);
        clock.UtcNow = clock.UtcNow.AddHours(2);
        Score(log, clock, "bob", 2);
        Track daily = ((LeaderboardState)log.State).Boards[0].Tracks[(int)WindowKind.Daily];
        Assert.Equal(["2026-11-20"], daily.Closed.Select(archive => archive.Period.Name));
        Assert.Equal(["2026-11-21"], daily.Open.Select(open => open.Period.Name));
        string[] before = [.. StateLines.Of((LeaderboardState)log.State)];
        log.State.Execute(Commands.Rollover(clock.Now()));
        log.State.Execute(Commands.Rollover(clock.Now()));
        log.State.Execute(Commands.Rollover(clock.Now() - TimeSpan.TicksPerDay)); // a clock that went back
        Assert.Equal(before, StateLines.Of((LeaderboardState)log.State));
    }

    [Fact]
    public void Closed_periods_are_kept_as_long_as_the_policy_says_and_champions_longer()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var log = new DirectLog { State = StateLines.New() };
        log.State.Execute(Commands.Policy(clock.Now(), """{"default":{"keep":{"daily":3},"keepHall":5,"windows":["daily"]}}"""u8));
        for (int day = 0; day < 10; day++)
        {
            Score(log, clock, "ann", 1);
            clock.UtcNow = clock.UtcNow.AddDays(1);
        }

        log.State.Execute(Commands.Rollover(clock.Now()));
        Board board = ((LeaderboardState)log.State).Boards[0];
        Assert.Equal(["2026-11-27", "2026-11-28", "2026-11-29"], board.Tracks[0].Closed.Select(archive => archive.Period.Name));
        Assert.Equal("2026-11-25", board.Hall[0].Period);
        Assert.Equal(5, board.Hall.Count);
        log.State.Execute(Commands.Policy(clock.Now(), """{"default":{"keepRows":1,"windows":["daily"]}}"""u8));
        Assert.Equal(["2026-11-29"], board.Tracks[0].Closed.Select(archive => archive.Period.Name));
    }

    private static async Task<LeaderboardClock> StartAsync(DirectLog log, ManualClock clock)
    {
        var service = new LeaderboardClock((LeaderboardState)log.State!, log, clock, NullLogger<LeaderboardClock>.Instance);
        await service.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    private static Task ClosedAsync(DirectLog log, ManualClock clock) =>
        Eventually.TrueAsync(() => ((LeaderboardState)log.State!).NextDue > clock.Now());

    private static void Score(DirectLog log, ManualClock clock, string player, long score)
    {
        var batch = new EventBatchBuilder();
        batch.Append(new GameEvent
        {
            Type = EventType.ScoreSubmitted,
            Id = System.Text.Encoding.ASCII.GetBytes(LiveSystem.NewId("rollover")),
            PlayerId = System.Text.Encoding.ASCII.GetBytes(player),
            Subject = "arena"u8,
            Value = score,
            OccurredAt = clock.UtcNow.ToUnixTimeMilliseconds(),
        });
        log.Apply(new BusMessage(BusMessageKind.Events, batch.Seal(clock.Now()).Bytes));
    }

    private static double Hours(Archive archive) => TimeSpan.FromTicks(archive.Period.Closes - archive.Period.Opens).TotalHours;

    private static DateTimeOffset At(long instant) => UnixTicks.ToUtc(instant);
}
