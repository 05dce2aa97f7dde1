using LiveOps.AppHost.Resources.ServiceBus;

namespace Aspire.Hosting.Azure;

/// <summary>
/// A Service Bus namespace. Where the system is published it is one that is there, known by its host name, and workload identities open it;
/// on a developer's machine it is the emulator.
/// </summary>
public class AzureServiceBusResource(string name) : Resource(name), IResourceWithConnectionString
{
    private readonly List<AzureServiceBusTopicResource> _topics = [];

    /// <summary>The emulator's container; null where there is none.</summary>
    public ServiceBusEmulatorResource? Emulator { get; internal set; }

    /// <summary>The host name of the namespace; null where the emulator takes its place.</summary>
    public ParameterResource? HostName { get; internal set; }

    /// <summary>Whether it is the emulator.</summary>
    public bool IsEmulator => Emulator is not null;

    /// <summary>Its topics.</summary>
    public IReadOnlyList<AzureServiceBusTopicResource> Topics => _topics;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        Emulator is not null ? Emulator.ConnectionStringExpression : ReferenceExpression.Create($"{HostName!}");

    internal void Add(AzureServiceBusTopicResource topic) => _topics.Add(topic);
}
