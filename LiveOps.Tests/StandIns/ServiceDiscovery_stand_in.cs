using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.ServiceDiscovery;

namespace LiveOps.Tests.StandIns;

public sealed class ServiceDiscovery_stand_in
{
    [Fact]
    public void Several_addresses_take_turns_https_goes_before_http_and_unknown_names_are_left_as_they_are()
    {
        var addresses = new ServiceAddresses(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["services:other:http:0"] = "http://one:81",
            ["services:other:http:1"] = "two:82",
            ["services:other:https:0"] = "https://safe/base",
            ["services:other:metrics"] = "http://three:83",
        }).Build());

        Assert.Equal(["http://one:81/x", "http://two:82/x"], ((string[])[Resolve("http://other/x"), Resolve("http://other/x")]).Order());
        Assert.Equal("https://safe/base/x", Resolve("https+http://other/x"));
        Assert.Equal("http://three:83/x", Resolve("http://_metrics.other/x"));
        Assert.Equal("https://elsewhere:9/x?y=z", Resolve("https+http://elsewhere:9/x?y=z"));
        Assert.Throws<InvalidOperationException>(() => Resolve("https://_metrics.other/x"));

        string Resolve(string uri) => addresses.Resolve(new Uri(uri)).AbsoluteUri;
    }
}
