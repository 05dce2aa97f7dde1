using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// The Deployment the publisher made, written with two differences its own types cannot say: a volume of the Secrets Store CSI driver
/// (<see cref="VolumeV1"/> is sealed and has no <c>csi</c>), and no number of replicas (the autoscaler's business).
/// </summary>
internal sealed class AksDeployment : Workload
{
    private readonly Deployment _deployment;

    /// <param name="deployment">What the publisher made, hardened.</param>
    /// <param name="secretProviderClass">The name of the class that says which secrets are mounted.</param>
    public AksDeployment(Deployment deployment, string secretProviderClass) : base(deployment.ApiVersion!, deployment.Kind!)
    {
        _deployment = deployment;
        Metadata = deployment.Metadata;
        Spec = new AksDeploymentSpec(deployment.Spec, CsiVolume.Of(secretProviderClass));
    }

    /// <summary>What is written.</summary>
    public AksDeploymentSpec Spec { get; }

    /// <inheritdoc/>
    public override PodTemplateSpecV1 PodTemplate => _deployment.PodTemplate;
}

/// <summary>The same as <see cref="DeploymentSpecV1"/>, without replicas.</summary>
internal sealed class AksDeploymentSpec(DeploymentSpecV1 spec, CsiVolume secrets)
{
    public LabelSelectorV1 Selector => spec.Selector;

    public int? RevisionHistoryLimit => spec.RevisionHistoryLimit;

    public DeploymentStrategyV1 Strategy => spec.Strategy;

    public AksPodTemplate Template { get; } = new(spec.Template, secrets);
}

/// <summary>The same as <see cref="PodTemplateSpecV1"/>.</summary>
internal sealed class AksPodTemplate(PodTemplateSpecV1 template, CsiVolume secrets)
{
    public ObjectMetaV1 Metadata => template.Metadata;

    public AksPodSpec Spec { get; } = new(template.Spec, secrets);
}

/// <summary>What is used of <see cref="PodSpecV1"/>, with one volume more.</summary>
internal sealed class AksPodSpec
{
    private readonly PodSpecV1 _pod;
    private readonly CsiVolume _secrets;

    public AksPodSpec(PodSpecV1 pod, CsiVolume secrets)
    {
        _pod = pod;
        _secrets = secrets;
        pod.Containers.Single().VolumeMounts.Add(new VolumeMountV1 { Name = secrets.Name, MountPath = CsiVolume.MountPath, ReadOnly = true });
    }

    public string? ServiceAccountName => _pod.ServiceAccountName;

    public bool? AutomountServiceAccountToken => _pod.AutomountServiceAccountToken;

    public bool? EnableServiceLinks => _pod.EnableServiceLinks;

    public long? TerminationGracePeriodSeconds => _pod.TerminationGracePeriodSeconds;

    public PodSecurityContextV1? SecurityContext => _pod.SecurityContext;

    public Dictionary<string, string> NodeSelector => _pod.NodeSelector;

    public List<TopologySpreadConstraintV1> TopologySpreadConstraints => _pod.TopologySpreadConstraints;

    public List<ContainerV1> Containers => _pod.Containers;

    public List<object> Volumes => [.. _pod.Volumes, _secrets];

    public string? RestartPolicy => _pod.RestartPolicy;
}

/// <summary>Secrets as files, fetched from Key Vault when the pod starts.</summary>
internal sealed record CsiVolume(string Name, CsiSource Csi)
{
    /// <summary>Where services look: the default of <c>SECRETS_DIR</c>.</summary>
    public const string MountPath = "/mnt/secrets";

    /// <summary>A volume of the Secrets Store CSI driver.</summary>
    public static CsiVolume Of(string secretProviderClass) => new("secrets", new CsiSource(
        "secrets-store.csi.k8s.io", ReadOnly: true, new Dictionary<string, string> { ["secretProviderClass"] = secretProviderClass }));
}

/// <inheritdoc cref="CsiVolume"/>
internal sealed record CsiSource(string Driver, bool ReadOnly, Dictionary<string, string> VolumeAttributes);
