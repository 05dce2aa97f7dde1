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

    [Fact]
    public void What_former_versions_took_in_a_document_is_read_in_what_is_kept()
    {
        Assert.True(Rfc3339.TryParseKept("2026-11-29T10:00+09:00", out DateTimeOffset time));
        Assert.Equal(new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.FromHours(9)), time);
        Assert.False(Rfc3339.TryParseKept("2026-11-29T10:00", out _));
    }
}
