using System.Globalization;
using LiveOps.Core.Windows;

namespace LiveOps.Tests.Core.Windows;

public sealed class Names_of_periods
{
    private static readonly WindowCalendar Utc = new(TimeZoneInfo.Utc);

    [Theory]
    [InlineData(WindowKind.Daily, "2026-11-20T12:00:00Z", "2026-11-20")]
    [InlineData(WindowKind.Daily, "2026-11-20T23:59:59Z", "2026-11-20")]
    [InlineData(WindowKind.Weekly, "2026-11-20T12:00:00Z", "2026-W47")]
    [InlineData(WindowKind.Weekly, "2026-11-22T23:59:59Z", "2026-W47")] // Sunday
    [InlineData(WindowKind.Weekly, "2026-11-23T00:00:00Z", "2026-W48")] // Monday
    [InlineData(WindowKind.Weekly, "2027-01-01T12:00:00Z", "2026-W53")] // ISO: the week of the year that holds its Thursday
    [InlineData(WindowKind.Weekly, "2024-12-30T12:00:00Z", "2025-W01")]
    [InlineData(WindowKind.Seasonal, "2026-11-20T12:00:00Z", "2026-Q4")]
    [InlineData(WindowKind.Seasonal, "2026-12-31T23:59:59Z", "2026-Q4")]
    [InlineData(WindowKind.Seasonal, "2027-01-01T00:00:00Z", "2027-Q1")]
    [InlineData(WindowKind.All, "2027-01-01T00:00:00Z", "all")]
    public void Are_those_of_the_contract(WindowKind window, string at, string name) => Assert.Equal(name, Utc.At(window, Instant(at))?.Name);

    [Fact]
    public void Follow_the_zones_date_not_utcs()
    {
        var berlin = new WindowCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal("2027-01-01", berlin.At(WindowKind.Daily, Instant("2026-12-31T23:00:00Z"))?.Name);
        Assert.Equal("2027-Q1", berlin.At(WindowKind.Seasonal, Instant("2026-12-31T23:00:00Z"))?.Name);
        Assert.Equal("2026-12-31", berlin.At(WindowKind.Daily, Instant("2026-12-31T22:59:59Z"))?.Name);
    }

    [Fact]
    public void Seasons_of_a_policy_have_gaps_between_them()
    {
        var calendar = new WindowCalendar(TimeZoneInfo.Utc, [
            new Season("spring", Instant("2026-03-01T00:00:00Z"), Instant("2026-04-01T00:00:00Z")),
            new Season("finals", Instant("2026-04-01T00:00:00Z"), Instant("2026-04-01T02:00:00Z")),
            new Season("summer", Instant("2026-06-01T00:00:00Z"), Instant("2026-07-01T00:00:00Z")),
        ]);
        Assert.Null(calendar.At(WindowKind.Seasonal, Instant("2026-02-28T23:59:59Z")));
        Assert.Equal("spring", calendar.At(WindowKind.Seasonal, Instant("2026-03-31T23:59:59Z"))?.Name);
        Assert.Equal("finals", calendar.At(WindowKind.Seasonal, Instant("2026-04-01T00:00:00Z"))?.Name);
        Assert.Null(calendar.At(WindowKind.Seasonal, Instant("2026-04-01T02:00:00Z")));
        Assert.Equal(Instant("2026-06-01T00:00:00Z"), calendar.NextSeason(Instant("2026-05-01T00:00:00Z")));
        Assert.Null(calendar.At(WindowKind.Seasonal, Instant("2026-07-01T00:00:00Z")));
        Assert.Null(calendar.NextSeason(Instant("2026-07-01T00:00:00Z")));
    }

    [Fact]
    public void Exist_for_every_instant_a_record_can_carry()
    {
        foreach (long instant in new[] { long.MinValue, -1, 0, long.MaxValue })
        {
            foreach (WindowKind window in WindowKinds.All)
                Assert.NotNull(Utc.At(window, instant));
        }
    }

    private static long Instant(string text) => UnixTicks.Of(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
}
