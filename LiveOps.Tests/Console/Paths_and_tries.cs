using System.Net;
using LiveOps.Console.Services;
using LiveOps.Console.Sessions;
using LiveOps.Console.Shell;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>What stands between what anybody may type and what is asked.</summary>
public sealed class Paths_and_tries
{
    [Theory]
    [InlineData("ada", "/v1/players/ada?limit=5")]
    [InlineData("a/b?c#d", "/v1/players/a%2Fb%3Fc%23d?limit=5")]
    [InlineData("..", null)]
    [InlineData(".", null)]
    [InlineData("", null)]
    public void What_is_put_into_a_path_leads_nowhere_else(string id, string? path) => Assert.Equal(path, ServicePath.Of($"/v1/players/{id}", ("limit", "5"), ("after", null)));

    [Theory]
    [InlineData("/boards?x=1", "/boards?x=1")]
    [InlineData("//evil", "/")]
    [InlineData("/\\evil", "/")]
    [InlineData("/a\nb", "/")]
    [InlineData("javascript:x", "/")]
    [InlineData(null, "/")]
    public void One_is_led_back_to_our_own_pages_alone(string? path, string expected) => Assert.Equal(expected, LocalPath.Of(path));

    [Fact]
    public void Tries_are_counted_by_address_and_network_and_forgotten_in_time()
    {
        var clock = new ManualClock();
        var throttle = new SignInThrottle(clock);
        IPAddress one = IPAddress.Parse("10.0.0.1"), other = IPAddress.Parse("10.0.0.2"), six = IPAddress.Parse("2001:db8::1"), near = IPAddress.Parse("2001:db8::2");
        for (int n = 0; n < SignInThrottle.Most; n++)
            Assert.True(throttle.TryBegin(one) && throttle.TryBegin(six));
        Assert.False(throttle.TryBegin(one) || throttle.TryBegin(near));
        Assert.True(throttle.TryBegin(other));
        for (int n = 10; n < 100; n++)
            Assert.True(throttle.TryBegin(IPAddress.Parse($"2001:db8:0:{n}::1")));
        Assert.False(throttle.TryBegin(IPAddress.Parse("2001:db8:0:ffff::1"))); // a hundred from its network of 48 bits
        Assert.True(throttle.TryBegin(IPAddress.Parse("2001:db8:1::1")));
        throttle.Succeeded(one);
        Assert.True(throttle.TryBegin(one));
        clock.Advance(SignInThrottle.Window);
        Assert.True(throttle.TryBegin(one));
    }

    [Fact]
    public void However_many_come_each_has_tries_of_its_own_and_no_more_are_remembered_than_there_is_room_for()
    {
        var throttle = new SignInThrottle(new ManualClock());
        IPAddress tired = IPAddress.Parse("203.0.113.1");
        for (int n = 0; n < SignInThrottle.Most; n++)
            throttle.TryBegin(tired);
        for (int n = 0; n < SignInThrottle.MostAddresses + 50; n++)
            Assert.True(throttle.TryBegin(new IPAddress([10, 0, (byte)(n / 256), (byte)n])));
        Assert.Equal(SignInThrottle.MostAddresses, throttle.Remembered);
        Assert.False(throttle.TryBegin(tired)); // who tried most is remembered longest
    }
}
