using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Kubernetes;

/// <summary>A cluster, as a Helm chart.</summary>
public sealed class KubernetesEnvironmentResource(string name) : Resource(name)
{
    public string DefaultServiceType { get; set; } = "ClusterIP";

    /// <summary>Recorded only here: what <c>WithHelm</c> said.</summary>
    public Dictionary<string, string> Helm { get; } = [];

    /// <summary>Recorded only here: what <c>WithDashboard</c> said.</summary>
    public bool DashboardEnabled { get; set; } = true;
}

/// <summary>What the chart is called.</summary>
public sealed class HelmChartOptions
{
    private readonly KubernetesEnvironmentResource _environment;

    internal HelmChartOptions(KubernetesEnvironmentResource environment) => _environment = environment;

    public HelmChartOptions WithChartName(string name) => Set("chartName", name);

    public HelmChartOptions WithChartVersion(string version) => Set("chartVersion", version);

    public HelmChartOptions WithNamespace(string @namespace) => Set("namespace", @namespace);

    private HelmChartOptions Set(string key, string value)
    {
        _environment.Helm[key] = value;
        return this;
    }
}
