using LiveOps.AppHost.Running;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.AppHost;

public sealed class Starting_processes_again
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Is_allowed_five_times_within_a_minute_for_each_process()
    {
        var restarts = new Restarts(_clock);
        for (int i = 0; i < 5; i++)
            Assert.True(restarts.Allows("gateway-a"));
        Assert.False(restarts.Allows("gateway-a"));
        Assert.True(restarts.Allows("gateway-b"));
    }

    [Fact]
    public void Is_allowed_again_when_the_first_of_the_five_is_a_minute_old()
    {
        var restarts = new Restarts(_clock);
        Assert.True(restarts.Allows("gateway"));
        _clock.Advance(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 4; i++)
            Assert.True(restarts.Allows("gateway"));
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(restarts.Allows("gateway"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(restarts.Allows("gateway"));
        Assert.False(restarts.Allows("gateway")); // the other four are younger
    }
}
