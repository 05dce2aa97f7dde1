using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>What Argo CD makes of an element of an ApplicationSet: an Application, with the objects that it brings.</summary>
internal sealed record Delivery(JsonObject Set, Dictionary<string, string> Element)
{
    /// <summary>All, in the order of the files.</summary>
    public static Delivery[] All { get; } =
    [
        .. from file in new[] { "monitoring.yaml", "platform.yaml", "services.yaml" }
           let set = Deploy.Document("argocd", file)
           from element in Assert.Single(set.At("spec generators").Items()).At("list elements").Items()
           select new Delivery(set, element.Texts()),
    ];

    public string Name => Filled("metadata name");

    public string Cluster => Filled("spec destination name");

    public string Namespace => Filled("spec destination namespace");

    public string Revision => Filled("spec source targetRevision");

    /// <summary>The file that it brings, by its path in the repository.</summary>
    public string File => Filled("spec source path") + "/" + Filled("spec source directory include");

    public IReadOnlyList<JsonObject> Objects => Deploy.Rendered(File["deploy/rendered/".Length..^".yaml".Length]);

    // As Go's templates do, with the names of an element alone.
    private string Filled(string path) =>
        Element.Aggregate((string)Set["spec"]!["template"].At(path)!, (text, value) => text.Replace($"{{{{ .{value.Key} }}}}", value.Value, StringComparison.Ordinal));
}
