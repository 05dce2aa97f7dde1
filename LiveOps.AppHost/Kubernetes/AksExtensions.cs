using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>Makes what the publisher writes of a service fit for AKS: by itself it writes a Deployment, a Service and a ConfigMap with nothing in them but the model.</summary>
internal static class AksExtensions
{
    /// <summary>Where telemetry goes: the collector beside the cluster's monitoring. <c>values.yaml</c> may say otherwise.</summary>
    public const string TelemetryEndpoint = "http://alloy.monitoring.svc.cluster.local:4317";

    private const string ClientId = "AZURE_CLIENT_ID";
    private const string TenantId = "AZURE_TENANT_ID";
    private const string VaultName = "KEY_VAULT_NAME";

    /// <summary>
    /// Publishes the service for AKS. Whatever in its environment is secret, or holds a secret, is taken out and mounted as a file from
    /// the vault instead, under the same name: nothing secret reaches a ConfigMap, a Secret or <c>values.yaml</c>.
    /// </summary>
    /// <param name="service">The service, with all of its environment said before.</param>
    /// <param name="vault">The vault; null where nothing is published.</param>
    /// <param name="size">What its pods get.</param>
    public static IResourceBuilder<ProjectResource> PublishToAks(this IResourceBuilder<ProjectResource> service, Vault? vault, PodSize size)
    {
        if (vault is null)
            return service;
        var calls = service.Resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Where(relation => relation.Type == "Reference").Select(relation => relation.Resource).OfType<ProjectResource>()
            .Distinct().OrderBy(callee => callee.Name, StringComparer.Ordinal).Select(callee => (callee.Name, Ports(callee))).ToList();
        bool isPublic = service.Resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal);
        IReadOnlyList<string> ports = Ports(service.Resource);
        return service.WithVault(vault, (kubernetes, secrets) => Publish(kubernetes, size, secrets, ports, calls, isPublic));
    }

    /// <summary>The service follows a policy, which operators may bring: see <see cref="PolicyVolume"/>. Where nothing is published, the one built into it.</summary>
    public static IResourceBuilder<ProjectResource> WithPolicy(this IResourceBuilder<ProjectResource> service) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode ? service.WithEnvironment(PolicyVolume.Setting, PolicyVolume.MountPath) : service;

    /// <summary>Publishes a step that runs before each installation and upgrade, and ends: see <see cref="MigrationJob"/>.</summary>
    /// <param name="step">The step, with all of its environment said before.</param>
    /// <param name="vault">The vault; null where nothing is published.</param>
    public static IResourceBuilder<ProjectResource> PublishToAksAsHook(this IResourceBuilder<ProjectResource> step, Vault? vault) =>
        vault is null ? step : step.WithVault(vault, PublishHook);

    private static IResourceBuilder<ProjectResource> WithVault(
        this IResourceBuilder<ProjectResource> service, Vault vault, Action<KubernetesResource, IReadOnlyCollection<string>> publish)
    {
        var secrets = new SortedSet<string>(StringComparer.Ordinal);
        return service
            .WithEnvironment(ClientId, service.ApplicationBuilder.AddParameter($"{service.Resource.Name}-client-id"))
            .WithEnvironment(TenantId, vault.TenantId)
            .WithEnvironment(VaultName, vault.Resource.Resource.NameOutputReference)
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", TelemetryEndpoint)
            .WithEnvironment("OTEL_SERVICE_NAME", service.Resource.Name)
            .WithEnvironment(context => secrets.UnionWith(Secrecy.TakeOut(context.EnvironmentVariables)))
            .PublishAsKubernetesService(kubernetes => publish(kubernetes, secrets));
    }

    private static void Publish(KubernetesResource service, PodSize size, IReadOnlyCollection<string> secrets,
        IReadOnlyList<string> ports, IReadOnlyList<(string Service, IReadOnlyList<string> Ports)> calls, bool isPublic)
    {
        var written = (Deployment)service.Workload!;
        Dictionary<string, string> settings = service.ConfigMap!.Data;
        Labels labels = new(written.Spec.Template.Metadata.Labels);
        SecretProviderClass keyVault = Secrets(service.Name, secrets, settings);

        Hardening.Apply(written, service.Name, size, labels);
        if (settings.ContainsKey(PolicyVolume.Setting))
            PolicyVolume.Mount(written.Spec.Template.Spec, service.Name);
        service.Workload = new AksDeployment(written, keyVault.Metadata.Name);
        service.AdditionalResources.AddRange(
        [
            keyVault,
            Identity(service.Name, settings[ClientId]),
            new HorizontalPodAutoscaler(service.Name, written.Metadata.Name, size),
            new PodDisruptionBudget(service.Name, labels),
            new NetworkPolicy(service.Name, labels, ports, calls, isPublic),
        ]);
    }

    private static void PublishHook(KubernetesResource step, IReadOnlyCollection<string> secrets)
    {
        PodTemplateSpecV1 template = ((Deployment)step.Workload!).Spec.Template;
        Dictionary<string, string> settings = step.ConfigMap!.Data;
        Labels labels = new(template.Metadata.Labels);
        SecretProviderClass keyVault = Secrets(step.Name, secrets, settings);

        Hardening.Restrict(template, step.Name, PodSize.Task);
        var job = new MigrationJob(step.Name, template, keyVault.Metadata.Name);
        step.Workload = job;
        step.Service = null;
        step.AdditionalResources.AddRange([keyVault, Identity(step.Name, settings[ClientId]), new NetworkPolicy(step.Name, labels, ports: [], calls: [], isPublic: false)]);

        MigrationJob.Hook(job, weight: 0);
        foreach (BaseKubernetesResource needed in step.AdditionalResources.Append(step.ConfigMap))
            MigrationJob.Hook(needed, weight: -5);
    }

    private static SecretProviderClass Secrets(string service, IEnumerable<string> secrets, Dictionary<string, string> settings) =>
        new(service, secrets, settings[VaultName], settings[ClientId], settings[TenantId]);

    // The ports of a pod have the names of its endpoints.
    private static IReadOnlyList<string> Ports(ProjectResource service) => [.. service.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.Name)];

    private static ServiceAccountV1 Identity(string service, string clientId) => new()
    {
        Metadata = { Name = Hardening.ServiceAccount(service), Annotations = { ["azure.workload.identity/client-id"] = clientId } },
    };
}
