using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>The recommended labels (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/). Each use gets a copy of its own.</summary>
internal static class Labels
{
    /// <summary>The label of the system's whole.</summary>
    public const string PartOf = "app.kubernetes.io/part-of";

    private const string Name = "app.kubernetes.io/name", Instance = "app.kubernetes.io/instance";

    /// <summary>The version of the model: <c>1.0.0</c>.</summary>
    public static string Version { get; } = typeof(Labels).Assembly.GetName().Version!.ToString(3);

    /// <summary>The labels of what belongs to a workload.</summary>
    public static Dictionary<string, string> Of(Workload workload) => Of(workload.Name, workload.RunsToEnd ? "job" : "service");

    /// <summary>The labels of an object.</summary>
    /// <param name="name">Of what it is.</param>
    /// <param name="component">What that does in the system.</param>
    public static Dictionary<string, string> Of(string name, string component) => new()
    {
        [Name] = name,
        [Instance] = PublishedSystem.Name,
        ["app.kubernetes.io/version"] = Version,
        ["app.kubernetes.io/component"] = component,
        [PartOf] = PublishedSystem.Name,
        ["app.kubernetes.io/managed-by"] = "aspire",
    };

    /// <summary>Selects a workload's pods, by what never changes.</summary>
    public static V1LabelSelector Selector(string workload) => new() { MatchLabels = new Dictionary<string, string> { [Name] = workload, [Instance] = PublishedSystem.Name } };

    /// <summary>What an object is called, and to what it belongs.</summary>
    public static V1ObjectMeta Metadata(Workload workload, string? name = null) => new() { Name = name ?? workload.Name, Labels = Of(workload) };
}
