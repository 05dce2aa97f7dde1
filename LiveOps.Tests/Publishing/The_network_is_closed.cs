using System.Text.Json.Nodes;

namespace LiveOps.Tests.Publishing;

/// <summary>Policies open what the model has services do, and nothing else.</summary>
public sealed class The_network_is_closed
{
    private const string Private = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16";

    [Fact]
    public async Task For_every_pod_of_the_system_both_ways()
    {
        JsonNode spec = (await Published.FilesAsync()).Object("NetworkPolicy", "default-deny")["spec"]!;

        Assert.Equal("""{"egress":[],"ingress":[],"podSelector":{"matchLabels":{"app.kubernetes.io/part-of":"liveops"}},"policyTypes":["Ingress","Egress"]}""", spec.ToJsonString());
    }

    [Theory]
    [InlineData("fairness", "console:8080 gateway:8080,8091 progression:8080 monitoring:8080")]
    [InlineData("console", "monitoring:8080 liveops.dev/entry=true:8080")]
    [InlineData("gateway", "console:8080 progression:8080 monitoring:8080 liveops.dev/entry=true:8080")]
    [InlineData("leaderboard", "console:8080 gateway:8080 progression:8080 monitoring:8080 liveops.dev/entry=true:8080")]
    [InlineData("progression", "console:8080 gateway:8080 monitoring:8080 liveops.dev/entry=true:8080")]
    [InlineData("gateway-migration", "")]
    [InlineData("leaderboard-migration", "")]
    [InlineData("progression-migration", "")]
    [InlineData("leaderboard-nightly", "")]
    [InlineData("progression-nightly", "")]
    public async Task But_for_who_calls_whom(string workload, string expected)
    {
        JsonNode spec = (await Published.FilesAsync()).Object("NetworkPolicy", workload)["spec"]!;

        Assert.Equal(["Ingress", "Egress"], spec["policyTypes"].Items().Select(type => (string)type!));
        Assert.Equal(expected, string.Join(' ', spec["ingress"].Items().Select(rule => $"{Peers(rule["from"])}:{Ports(rule)}")));
    }

    [Theory]
    [InlineData("fairness", $"dns monitoring:4317 {Private}:10000 0.0.0.0/0:443,5671")]
    [InlineData("console", $"dns monitoring:4317 fairness:8080 gateway:8080 leaderboard:8080 progression:8080 {Private}:10000 0.0.0.0/0:443")]
    [InlineData("gateway", $"dns monitoring:4317 fairness:8080,8091 leaderboard:8080 progression:8080 {Private}:3306 {Private}:10000 0.0.0.0/0:443,5671")]
    [InlineData("leaderboard", $"dns monitoring:4317 {Private}:3306 {Private}:10000 0.0.0.0/0:443,5671")]
    [InlineData("progression", $"dns monitoring:4317 fairness:8080 gateway:8080 leaderboard:8080 {Private}:3306 {Private}:10000 0.0.0.0/0:443,5671")]
    [InlineData("gateway-migration", $"dns {Private}:3306")]
    [InlineData("leaderboard-migration", $"dns {Private}:3306")]
    [InlineData("progression-migration", $"dns {Private}:3306")]
    [InlineData("leaderboard-nightly", $"dns {Private}:3306 0.0.0.0/0:443")]
    [InlineData("progression-nightly", $"dns {Private}:3306 0.0.0.0/0:443")]
    public async Task And_for_names_telemetry_stores_and_Azure(string workload, string expected)
    {
        JsonNode spec = (await Published.FilesAsync()).Object("NetworkPolicy", workload)["spec"]!;

        Assert.Equal(expected, string.Join(' ', spec["egress"].Items().Select(rule => Ports(rule) == "UDP 53,53" ? "dns" : $"{Peers(rule["to"])}:{Ports(rule)}")));
        Assert.Equal("""[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"kube-system"}},"podSelector":{"matchLabels":{"k8s-app":"kube-dns"}}}]""", spec.At("egress 0 to")!.ToJsonString());
    }

    private static string Peers(JsonNode? peers)
    {
        JsonNode[] items = [.. peers.Items()];
        Assert.NotEmpty(items); // none would be everybody
        return string.Join(' ', items.Select(peer => peer switch
        {
            _ when peer["ipBlock"] is { } block => (string)block["cidr"]!,
            _ when peer["namespaceSelector"] is { } space => string.Join(',', space["matchLabels"].Texts().Select(label => label.Key == "kubernetes.io/metadata.name" ? label.Value : $"{label.Key}={label.Value}")),
            _ => peer.At("podSelector matchLabels").Texts()["app.kubernetes.io/name"],
        }));
    }

    private static string Ports(JsonNode rule)
    {
        JsonNode[] ports = [.. rule["ports"].Items()];
        Assert.NotEmpty(ports); // none would be all
        return string.Join(',', ports.Select(port => (string)port["protocol"]! == "TCP" ? $"{port["port"]}" : $"{port["protocol"]} {port["port"]}"));
    }
}
