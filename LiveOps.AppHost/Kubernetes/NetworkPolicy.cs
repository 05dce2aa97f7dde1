using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// Closes a service's pods both ways and opens what they need: who may call them, the services they call, and the stores, the bus,
/// Entra and telemetry outside.
/// </summary>
internal sealed class NetworkPolicy : BaseKubernetesResource
{
    private const string NamespaceName = "kubernetes.io/metadata.name";

    /// <param name="service">Whose it is.</param>
    /// <param name="labels">Its pods.</param>
    /// <param name="ports">The names of their ports; with none nobody may call them.</param>
    /// <param name="calls">The services it calls, with the names of their ports.</param>
    /// <param name="isPublic">Whether players reach it.</param>
    public NetworkPolicy(string service, Labels labels, IReadOnlyList<string> ports, IEnumerable<(string Service, IReadOnlyList<string> Ports)> calls, bool isPublic) : base("networking.k8s.io/v1", "NetworkPolicy")
    {
        Metadata.Name = service + "-netpol";
        NetworkPeer[] callers = [new() { PodSelector = labels.Selector("gateway") }, InNamespace("monitoring")];
        Spec = new NetworkPolicySpec(
            labels.Selector(),
            ["Ingress", "Egress"],
            ports.Count == 0 ? [] : [isPublic ? new IngressRule(Named(ports)) : new IngressRule(Named(ports)) { From = callers }],
            [
                // Names.
                new EgressRule([new NetworkPort("UDP", 53), new NetworkPort("TCP", 53)]) { To = [InNamespace("kube-system")] },
                // Telemetry.
                new EgressRule([new NetworkPort("TCP", 4317), new NetworkPort("TCP", 4318)]) { To = [InNamespace("monitoring")] },
                // Entra, Key Vault, Service Bus (AMQP over TLS, and by WebSockets).
                new EgressRule([new NetworkPort("TCP", 443), new NetworkPort("TCP", 5671)]),
                // Redis and MySQL, at private addresses.
                new EgressRule([new NetworkPort("TCP", 6380), new NetworkPort("TCP", 10000), new NetworkPort("TCP", 3306)]) { To = Private() },
                .. calls.Select(callee => new EgressRule(Named(callee.Ports)) { To = [new() { PodSelector = labels.Selector(callee.Service) }] }),
            ]);
    }

    public NetworkPolicySpec Spec { get; }

    // By the names the pods have for them, whatever their numbers.
    private static IReadOnlyList<NetworkPort> Named(IReadOnlyList<string> ports) => [.. ports.Select(port => new NetworkPort("TCP", new Int32OrStringV1(port)))];

    private static NetworkPeer InNamespace(string name) =>
        new() { NamespaceSelector = new LabelSelectorV1(new Dictionary<string, string> { [NamespaceName] = name }) };

    private static NetworkPeer[] Private() =>
        [new() { IpBlock = new("10.0.0.0/8") }, new() { IpBlock = new("172.16.0.0/12") }, new() { IpBlock = new("192.168.0.0/16") }];
}

/// <inheritdoc cref="NetworkPolicy"/>
internal sealed record NetworkPolicySpec(
    LabelSelectorV1 PodSelector, IReadOnlyList<string> PolicyTypes, IReadOnlyList<IngressRule> Ingress, IReadOnlyList<EgressRule> Egress);

/// <summary>What may come in; from anywhere, unless it says where from.</summary>
internal sealed record IngressRule(IReadOnlyList<NetworkPort> Ports)
{
    public IReadOnlyList<NetworkPeer>? From { get; init; }
}

/// <summary>What may go out; to anywhere, unless it says where to.</summary>
internal sealed record EgressRule(IReadOnlyList<NetworkPort> Ports)
{
    public IReadOnlyList<NetworkPeer>? To { get; init; }
}

/// <summary>A port, by number or by the name the pod gives it. No record: of two that are equal the YAML would make an anchor and an alias.</summary>
internal sealed class NetworkPort(string protocol, Int32OrStringV1 port)
{
    public string Protocol => protocol;

    public Int32OrStringV1 Port => port;
}

/// <summary>The other side.</summary>
internal sealed record NetworkPeer
{
    public LabelSelectorV1? PodSelector { get; init; }

    public LabelSelectorV1? NamespaceSelector { get; init; }

    public AddressBlock? IpBlock { get; init; }
}

/// <summary>Addresses.</summary>
internal sealed record AddressBlock(string Cidr);
