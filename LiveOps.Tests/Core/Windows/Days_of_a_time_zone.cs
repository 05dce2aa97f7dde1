using System.Globalization;
using LiveOps.Core.Windows;

namespace LiveOps.Tests.Core.Windows;

public sealed class Days_of_a_time_zone
{
    [Theory]
    [InlineData("UTC", "2026-11-20", "2026-11-20T00:00:00Z", 24.0)]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23.0)] // clocks go forward
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25.0)] // and back
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23.0)] // midnight is skipped: the day begins at 01:00
    [InlineData("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 25.0)] // 23:00 comes twice
    [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z", 25.0)] // midnight comes twice: the first counts
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5)]
    [InlineData("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z", 24.0)]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0.0)] // the day that was left out
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24.0)]
    public void Begin_at_the_first_instant_of_their_date(string zone, string date, string begins, double hours)
    {
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(zone));
        DateOnly day = DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        long start = days.StartOf(day);
        Assert.Equal(begins, UnixTicks.ToUtc(start).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        Assert.Equal(hours, TimeSpan.FromTicks(days.StartOf(day.AddDays(1)) - start).TotalHours);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")] // went back at 00:01 until 2011
    [InlineData("America/Sao_Paulo")]
    [InlineData("Africa/Cairo")]
    [InlineData("Asia/Beirut")]
    [InlineData("America/Havana")]
    [InlineData("Pacific/Apia")]
    [InlineData("Australia/Lord_Howe")]
    public void Follow_one_another_without_gap_or_overlap(string zone)
    {
        var calendar = new WindowCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        foreach (WindowKind window in WindowKinds.All.Where(kind => kind != WindowKind.All))
        {
            long end = UnixTicks.Of(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
            Period period = calendar.At(window, UnixTicks.Of(new DateTimeOffset(2007, 1, 1, 12, 0, 0, TimeSpan.Zero)))!.Value;
            var names = new HashSet<string> { period.Name };
            while (period.Closes < end)
            {
                Assert.Equal(period, calendar.At(window, period.Opens));
                Assert.Equal(period, calendar.At(window, period.Closes - 1));
                Period next = calendar.At(window, period.Closes)!.Value;
                Assert.Equal(period.Closes, next.Opens);
                Assert.True(next.Closes > next.Opens);
                Assert.True(names.Add(next.Name), next.Name);
                period = next;
            }
        }
    }
}
