using System.Net;
using LiveOps.Gateway.Bodies;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>What one address may hold of the places that nobody's signature was checked for yet.</summary>
public sealed class Places_of_addresses
{
    [Fact]
    public void One_address_or_network_has_no_more_than_its_share_and_gets_it_back()
    {
        var places = new PlacesOfAddresses(2);
        IPAddress one = IPAddress.Parse("192.0.2.1"), mapped = IPAddress.Parse("::ffff:192.0.2.1"), six = IPAddress.Parse("2001:db8::1"), near = IPAddress.Parse("2001:db8::2"), far = IPAddress.Parse("2001:db8:0:1::1");
        Assert.True(places.TryTake(one) && places.TryTake(mapped));
        Assert.False(places.TryTake(one));
        Assert.True(places.TryTake(six) && places.TryTake(near) && places.TryTake(far));
        Assert.False(places.TryTake(six));
        places.Give(mapped);
        Assert.True(places.TryTake(one));
        Assert.False(places.TryTake(one));
    }
}
