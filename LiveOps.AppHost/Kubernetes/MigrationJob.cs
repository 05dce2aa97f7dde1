using System.Globalization;
using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// Changes a database's schema before anything of a release is installed or upgraded: a Job that is a Helm hook, which Argo CD runs in its
/// <c>PreSync</c> phase (<see href="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks"/>). When it fails the upgrade stops, and the
/// pods that run go on.
/// </summary>
internal sealed class MigrationJob : Workload
{
    private readonly PodTemplateSpecV1 _template;

    /// <param name="name">The job's name.</param>
    /// <param name="template">The pod the publisher made, restricted.</param>
    /// <param name="secretProviderClass">The name of the class that says which secrets are mounted.</param>
    public MigrationJob(string name, PodTemplateSpecV1 template, string secretProviderClass) : base("batch/v1", "Job")
    {
        _template = template;
        template.Spec.RestartPolicy = "Never";
        Metadata.Name = name;
        Metadata.Labels = new Dictionary<string, string>(template.Metadata.Labels);
        Spec = new MigrationJobSpec(new AksPodTemplate(template, CsiVolume.Of(secretProviderClass)));
    }

    /// <summary>What is written.</summary>
    public MigrationJobSpec Spec { get; }

    /// <inheritdoc/>
    public override PodTemplateSpecV1 PodTemplate => _template;

    /// <summary>Makes an object part of the hook; those of a lower weight are there before.</summary>
    public static void Hook(BaseKubernetesResource resource, int weight)
    {
        resource.Metadata.Annotations["helm.sh/hook"] = "pre-install,pre-upgrade";
        resource.Metadata.Annotations["helm.sh/hook-weight"] = weight.ToString(CultureInfo.InvariantCulture);
        resource.Metadata.Annotations["helm.sh/hook-delete-policy"] = "before-hook-creation";
    }
}

/// <inheritdoc cref="MigrationJob"/>
internal sealed class MigrationJobSpec(AksPodTemplate template)
{
    /// <summary>How often it is tried again: a database may be out of reach for a moment.</summary>
    public int BackoffLimit { get; } = 6;

    /// <summary>How long all of that may take, in seconds.</summary>
    public long ActiveDeadlineSeconds { get; } = 1800;

    public AksPodTemplate Template { get; } = template;
}
