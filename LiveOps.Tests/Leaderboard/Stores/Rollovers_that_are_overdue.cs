using System.Globalization;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Stores;

public sealed class Rollovers_that_are_overdue
{
    [Theory, Every<BoardStores>]
    public async Task A_metric_says_for_how_long_a_period_has_waited_beyond_its_grace_to_be_closed(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await host.ScoreAsync("ann", "arena", 10);
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal(0, await OverdueAsync(host));

        host.Clock.UtcNow = new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.Zero); // and no timer fires
        Assert.Equal(55 * 60, await OverdueAsync(host));

        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.RolledOverAsync();
        Assert.Equal(0, await OverdueAsync(host));
    }

    private static async Task<double> OverdueAsync(LeaderboardHost host) => double.Parse(
        Regex.Match(await host.TextAsync("/metrics"), "^leaderboard_rollover_overdue_seconds ([0-9.]+)", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
}
