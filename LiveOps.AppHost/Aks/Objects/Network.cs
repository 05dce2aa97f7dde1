using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>
/// Who may talk to whom. All is closed, both ways, for every pod of the system; a policy for each workload opens what the model has it do, and no
/// more. Policies add up: what an installation opens besides is a policy of its own.
/// </summary>
internal static class Network
{
    /// <summary>The label of namespaces from which players' and operators' requests come: where the gateways of the Gateway API live.</summary>
    public const string Entry = "liveops.dev/entry";

    private const string NamespaceName = "kubernetes.io/metadata.name";

    // Addresses of networks of one's own (RFC 1918): stores have private endpoints.
    private static readonly string[] Private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

    /// <summary>Closes everything, also for a pod that has no policy of its own.</summary>
    public static V1NetworkPolicy Default() => Policy(
        new V1ObjectMeta { Name = "default-deny", Labels = Labels.Of("default-deny", "network") },
        new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [Labels.PartOf] = PublishedSystem.Name } },
        [],
        []);

    /// <summary>Opens what a workload needs.</summary>
    public static V1NetworkPolicy Of(Workload workload, PublishedSystem system) => Policy(
        Labels.Metadata(workload), Labels.Selector(workload.Name), [.. Ingress(workload, system)], [.. Egress(workload)]);

    private static IEnumerable<V1NetworkPolicyIngressRule> Ingress(Workload workload, PublishedSystem system)
    {
        if (workload.RunsToEnd)
            yield break;
        int http = workload.Ports.Single(port => port.Name == "http").Number;
        foreach ((Workload caller, IReadOnlyList<int> ports) in system.CallersOf(workload))
            yield return new V1NetworkPolicyIngressRule { FromProperty = [Pods(caller.Name)], Ports = Tcp(ports) };
        yield return new V1NetworkPolicyIngressRule { FromProperty = [Namespace(NamespaceName, PublishedSystem.Monitoring)], Ports = Tcp([http]) };
        if (workload.IsPublic || workload.IsForOperators)
            yield return new V1NetworkPolicyIngressRule { FromProperty = [Namespace(Entry, "true")], Ports = Tcp([http]) };
    }

    private static IEnumerable<V1NetworkPolicyEgressRule> Egress(Workload workload)
    {
        // Names.
        V1NetworkPolicyPeer dns = Namespace(NamespaceName, "kube-system");
        dns.PodSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" } };
        yield return new V1NetworkPolicyEgressRule
        {
            To = [dns],
            Ports = [new V1NetworkPolicyPort { Protocol = "UDP", Port = 53 }, new V1NetworkPolicyPort { Protocol = "TCP", Port = 53 }],
        };

        // Telemetry.
        if (workload.Settings.FirstOrDefault(setting => setting.Name == "OTEL_EXPORTER_OTLP_ENDPOINT") is { } telemetry)
            yield return new V1NetworkPolicyEgressRule { To = [Namespace(NamespaceName, PublishedSystem.Monitoring)], Ports = Tcp([new Uri(telemetry.Value).Port]) };

        // Other services.
        foreach (IGrouping<string, Call> calls in workload.Calls.GroupBy(call => call.To))
            yield return new V1NetworkPolicyEgressRule { To = [Pods(calls.Key)], Ports = Tcp([.. calls.Select(call => call.Port).Order()]) };

        // Stores, at private addresses.
        foreach (int port in workload.Outside.Where(outside => outside.At.IsPrivate).SelectMany(outside => outside.At.Ports).Distinct().Order())
            yield return new V1NetworkPolicyEgressRule { To = [.. Private.Select(Addresses)], Ports = Tcp([port]) };

        // What Azure has public addresses for, and Entra, where an identity gets its tokens. A policy cannot name hosts.
        int[] ports = [.. workload.Outside.Where(outside => !outside.At.IsPrivate).SelectMany(outside => outside.At.Ports).Distinct().Order()];
        if (ports.Length > 0)
            yield return new V1NetworkPolicyEgressRule { To = [Addresses("0.0.0.0/0")], Ports = Tcp([.. ports.Union([443]).Order()]) };
    }

    private static V1NetworkPolicy Policy(V1ObjectMeta metadata, V1LabelSelector pods, IList<V1NetworkPolicyIngressRule> ingress, IList<V1NetworkPolicyEgressRule> egress) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = metadata,
        Spec = new V1NetworkPolicySpec { PodSelector = pods, PolicyTypes = ["Ingress", "Egress"], Ingress = ingress, Egress = egress },
    };

    // By number: names of ports are not understood by all that enforce policies.
    private static List<V1NetworkPolicyPort> Tcp(IReadOnlyList<int> ports) => [.. ports.Select(port => new V1NetworkPolicyPort { Protocol = "TCP", Port = port })];

    private static V1NetworkPolicyPeer Pods(string workload) => new() { PodSelector = Labels.Selector(workload) };

    private static V1NetworkPolicyPeer Namespace(string label, string value) =>
        new() { NamespaceSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [label] = value } } };

    private static V1NetworkPolicyPeer Addresses(string block) => new() { IpBlock = new V1IPBlock { Cidr = block } };
}
