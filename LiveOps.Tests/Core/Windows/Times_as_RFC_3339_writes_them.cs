using System.Globalization;
using System.Text;
using LiveOps.Core.Windows;

namespace LiveOps.Tests.Core.Windows;

public sealed class Times_as_RFC_3339_writes_them
{
    [Theory]
    [InlineData("2026-11-29T10:00:00Z")]
    [InlineData("2026-11-29t19:00:00+09:00")]
    [InlineData("2026-11-29T10:00:00.0000000000000000z")]
    [InlineData("2026-11-29T06:30:00.0-03:30")]
    [InlineData("2026-11-29T10:00:00-00:00")]
    [InlineData("2026-11-30T09:59:00+23:59")]
    [InlineData("2026-11-28T10:01:00.000-23:59")]
    [InlineData("2026-11-30T00:01:00+14:01")]
    public void Are_taken(string text)
    {
        Assert.True(Rfc3339.TryParse(text, out DateTimeOffset time));
        Assert.True(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out DateTimeOffset same));
        Assert.Equal((new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.Zero), time), (time.ToUniversalTime(), same));
    }

    [Theory]
    [InlineData("2026-11-29T10:00Z")]
    [InlineData("2026-11-29T10:00+00:00")]
    [InlineData("2026-11-29T10:00:00.Z")]
    [InlineData("2026-11-29T10:00:00.")]
    [InlineData("2026-11-29T10:00:00,5Z")]
    [InlineData("2026-11-29T10:00:00+09")]
    [InlineData("2026-11-29T10:00:00+0900")]
    [InlineData("2026-11-29T10:00:00Z+09:00")]
    [InlineData("2026-11-29T10:00:00+09:00Z")]
    [InlineData("2026-11-29T1:00:00Z")]
    [InlineData("2026-11-2T10:00:00.0Z")]
    [InlineData("2026-11-29Z10:00:00T")]
    [InlineData("2026-11-29T10:00:00")]
    [InlineData("2026-11-29T24:00:00Z")]
    [InlineData("2026-11-29T10:00:00+24:00")]
    [InlineData("2026-11-29T10:00:00-23:60")]
    [InlineData("0001-01-01T00:00:00+23:00")]
    [InlineData("9999-12-31T23:59:59-23:00")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("2026-11-29T10:00:60Z")]
    [InlineData("2026-11-29T23:59:60Z")]
    [InlineData("2016-12-31T23:59:60+01:00")]
    [InlineData("2016-12-31T23:59:61Z")]
    [InlineData("2026-02-29T10:00:00+23:00")]
    [InlineData("2026-11-29T10:60:00Z")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("+002026-11-29T10:00:00Z")]
    [InlineData("20261129T100000Z")]
    [InlineData("2026-11-29")]
    [InlineData("Z")]
    [InlineData("")]
    public void Others_are_not(string text)
    {
        Assert.False(Rfc3339.TryParse(text, out _));
        Assert.False(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out _));
    }

    // A clock that follows Unix time has no such second: it counts the next one twice.
    [Theory]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2016-12-31t15:59:60.25-08:00", "2017-01-01T00:00:00.25Z")]
    [InlineData("2017-01-01T22:59:60.5+23:00", "2017-01-01T00:00:00.5Z")]
    public void A_leap_second_is_the_next_one(string text, string next)
    {
        Assert.True(Rfc3339.TryParse(text, out DateTimeOffset time));
        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), time);
    }

    [Fact]
    public void What_former_versions_took_in_a_document_is_read_in_what_is_kept()
    {
        Assert.True(Rfc3339.TryParseKept("2026-11-29T10:00+09:00", out DateTimeOffset time));
        Assert.Equal(new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.FromHours(9)), time);
        Assert.False(Rfc3339.TryParseKept("2026-11-29T10:00", out _));
    }
}
