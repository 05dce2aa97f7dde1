using System.Net;
using LiveOps.Core.Signing;
using LiveOps.Gateway.Bodies;
using LiveOps.Gateway.Ingest;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.House.Locks;

/// <content>What bounds the bodies that nobody has verified, and what players' keys have read.</content>
public sealed partial class Fields_without_a_lock
{
    [Fact]
    public async Task What_is_held_of_unverified_bodies_is_never_too_much_and_all_given_back()
    {
        const int Half = 1 << 20;
        var all = new UnverifiedBodies(Setting("GATEWAY_UNVERIFIED_MIB", "2"));
        IPAddress[] addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("192.0.2.3")];
        int held = 0, taken = 0;
        await Crowd.RunAsync(number =>
        {
            for (int round = 0; round < Rounds / 10; round++)
            {
                UnverifiedBodies.Body body = all.Begin(addresses[(number + round) % addresses.Length]);
                if (body.TryHold(Half / 4) && body.TryHold(Half))
                {
                    Assert.InRange(Interlocked.Increment(ref held), 1, 2);
                    Interlocked.Increment(ref taken);
                    Interlocked.Decrement(ref held);
                }

                body.Release();
            }
        });

        Assert.True(taken > 0);

        Assert.True(all.Begin(addresses[0]).TryHold(Half) && all.Begin(addresses[1]).TryHold(Half));
        Assert.False(all.Begin(addresses[2]).TryHold(1));
    }

    [Fact]
    public async Task Requests_of_one_player_at_once_are_as_many_as_the_rate_says()
    {
        var rates = new PlayerRates(Setting("PLAYER_KEY_RATE", "1000"), new ManualClock());
        int passed = 0, others = 0;
        await Crowd.RunAsync(number =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                if (rates.TryTake(new SignedBy("~ada~default", "msg", "ada"), 1, out _))
                    Interlocked.Increment(ref passed);
                if (rates.TryTake(new SignedBy($"~{number}.{round}~default", "msg", "other"), 1, out _)) // so many that generations go
                    Interlocked.Increment(ref others);
            }
        });

        Assert.Equal(2000, passed);
        Assert.True(others > 2 * PlayerRates.Most, $"{others}");
    }

    private static IConfiguration Setting(string name, string value) => new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
}
