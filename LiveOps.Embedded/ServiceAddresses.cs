using System.Collections.Concurrent;

namespace LiveOps.Embedded;

/// <summary>
/// Where the services of this process listen, as configuration of those that ask them: <c>services:&lt;name&gt;:http:0</c>. A port is known once its service has started, and others are at work by then:
/// so, other than configuration in general, it may be written while it is read.
/// </summary>
internal sealed class ServiceAddresses : ConfigurationProvider, IConfigurationSource
{
    public ServiceAddresses() => Data = new ConcurrentDictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A service has started.</summary>
    public void Add(string service, string address) => Set($"services:{service}:http:0", address);

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
