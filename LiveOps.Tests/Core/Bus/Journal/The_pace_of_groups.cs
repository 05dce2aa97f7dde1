using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Core.Bus.Journal;

public sealed class The_pace_of_groups
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(4);

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Few_appenders_never_wait()
    {
        var pace = new GroupPace(Interval, _clock);
        Assert.Equal(0, pace.Enough);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(0, Take(pace, GroupPace.Few - 1, 0.1));
        }
    }

    [Theory]
    [InlineData(100, 1.0, 200)] // 100 a ms are 400 an interval, of which a group holds half
    [InlineData(100, 4.0, 50)]
    [InlineData(10, 0.25, 80)]
    [InlineData(12, 4.0, GroupPace.Few)]
    public void Many_wait_for_as_many_as_come_in_half_an_interval(int appenders, double everyMilliseconds, int enough)
    {
        var pace = new GroupPace(Interval, _clock);
        int last = 0;
        for (int i = 0; i < 100; i++)
            last = Take(pace, appenders, everyMilliseconds);
        Assert.InRange(last, enough - 1, enough);
        Assert.Equal(0, Take(pace, GroupPace.Few - 1, everyMilliseconds));
    }

    [Fact]
    public void A_group_waits_for_what_is_left_of_the_interval_to_the_nearest_millisecond()
    {
        var pace = new GroupPace(Interval, _clock);
        Take(pace, 10, 1);
        Assert.Equal(4, pace.MillisecondsLeft);
        _clock.Advance(TimeSpan.FromMilliseconds(1.4));
        Assert.Equal(3, pace.MillisecondsLeft);
        _clock.Advance(TimeSpan.FromMilliseconds(2.2));
        Assert.Equal(0, pace.MillisecondsLeft);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(pace.MillisecondsLeft < 0);
    }

    [Fact]
    public void Without_an_interval_none_waits()
    {
        var pace = new GroupPace(TimeSpan.Zero, _clock);
        Assert.Equal(0, Take(pace, 1000, 0));
        Assert.Equal(0, Take(pace, 1000, 1));
        Assert.Equal(0, pace.MillisecondsLeft);
    }

    [Fact]
    public void A_clock_that_stands_still_or_an_hour_without_a_group_leaves_it_sound()
    {
        var pace = new GroupPace(Interval, _clock);
        Assert.True(Take(pace, 1000, 0) > 0);
        Assert.True(Take(pace, 1000, 0) > 0);
        Take(pace, 20, TimeSpan.FromHours(1).TotalMilliseconds);
        int last = 0;
        for (int i = 0; i < 200; i++)
            last = Take(pace, 100, 1);
        Assert.InRange(last, 199, 200);
    }

    private int Take(GroupPace pace, int appenders, double afterMilliseconds)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(afterMilliseconds));
        pace.Take(appenders);
        return pace.Enough;
    }
}
