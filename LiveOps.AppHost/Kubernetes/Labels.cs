using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// The labels of a service's pods. Each use gets a copy of its own: the publisher's YAML would write an object that is there twice as an
/// anchor and an alias.
/// </summary>
internal sealed class Labels(IReadOnlyDictionary<string, string> labels)
{
    private const string Component = "app.kubernetes.io/component";

    private readonly Dictionary<string, string> _labels = labels.ToDictionary();

    /// <summary>These pods.</summary>
    public LabelSelectorV1 Selector() => new(new Dictionary<string, string>(_labels));

    /// <summary>The pods of another service of the same release.</summary>
    public LabelSelectorV1 Selector(string service) => new(new Dictionary<string, string>(_labels) { [Component] = service });
}
