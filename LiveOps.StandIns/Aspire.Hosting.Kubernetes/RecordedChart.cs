using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes.Resources;

namespace Aspire.Hosting.Kubernetes;

/// <summary>
/// Recorded only here: the objects of a chart, made of a model the way the publisher makes them (names, labels, where each environment
/// variable goes), with every customisation applied. The rest of what it does (values, files, Bicep) is not imitated.
/// </summary>
public sealed class RecordedChart
{
    private const string Values = ".Values.";

    private readonly IResourceCollection _resources;
    private readonly KubernetesEnvironmentResource _environment;

    private RecordedChart(IResourceCollection resources)
    {
        _resources = resources;
        _environment = resources.OfType<KubernetesEnvironmentResource>().Single();
    }

    /// <summary>What each resource became.</summary>
    public Dictionary<string, KubernetesResource> Services { get; } = [];

    /// <summary>The paths in <c>values.yaml</c>, from <c>config</c>, <c>parameters</c> and <c>secrets</c>.</summary>
    public HashSet<string> ValuePaths { get; } = [];

    /// <summary>The chart of a model that was described for publishing.</summary>
    public static async Task<RecordedChart> OfAsync(IDistributedApplicationBuilder model)
    {
        var chart = new RecordedChart(model.Resources);
        foreach (IResource resource in model.Resources.OfType<IComputeResource>())
        {
            if (!resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().Contains(ManifestPublishingCallbackAnnotation.Ignore))
                chart.Services.Add(resource.Name, await chart.PublishAsync(resource, model.ExecutionContext));
        }

        return chart;
    }

    /// <summary>Every object of one resource, as the files of its folder hold them.</summary>
    public IEnumerable<BaseKubernetesResource> ObjectsOf(string resource)
    {
        KubernetesResource service = Services[resource];
        foreach (BaseKubernetesResource additional in service.AdditionalResources)
        {
            foreach ((string key, string value) in LabelsOf(service.Target))
                additional.Metadata.Labels.TryAdd(key, value);
        }

        BaseKubernetesResource?[] made = [service.Workload, service.ConfigMap, service.Secret, service.Service];
        return made.OfType<BaseKubernetesResource>().Concat(service.AdditionalResources);
    }

    private async Task<KubernetesResource> PublishAsync(IResource resource, DistributedApplicationExecutionContext execution)
    {
        var service = new KubernetesResource(resource.Name, resource, _environment);
        var deployment = new Deployment { Metadata = { Name = resource.Name + "-deployment", Labels = LabelsOf(resource) } };
        deployment.Spec.Selector = new LabelSelectorV1(LabelsOf(resource));
        deployment.Spec.Replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        deployment.Spec.Strategy.RollingUpdate = new RollingUpdateDeploymentV1 { MaxUnavailable = 1, MaxSurge = 1 };
        deployment.PodTemplate.Metadata.Labels = LabelsOf(resource);
        var container = new ContainerV1 { Name = resource.Name, Image = Value("parameters", resource, resource.Name + "_image") };
        deployment.PodTemplate.Spec.Containers.Add(container);
        service.Workload = deployment;
        foreach (CommandLineArgsCallbackAnnotation callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            var args = new List<object>();
            await callback.Callback(new CommandLineArgsCallbackContext(args));
            container.Args.AddRange(args.Select(arg => arg.ToString()!));
        }

        AddPorts(service, container);
        await AddEnvironmentAsync(service, container, execution);
        foreach (KubernetesServiceCustomizationAnnotation change in resource.Annotations.OfType<KubernetesServiceCustomizationAnnotation>())
            change.Configure(service);
        return service;
    }

    private void AddPorts(KubernetesResource service, ContainerV1 container)
    {
        foreach (EndpointAnnotation endpoint in service.Target.Annotations.OfType<EndpointAnnotation>())
        {
            service.Service ??= new Service
            {
                Metadata = { Name = service.Name + "-service", Labels = LabelsOf(service.Target) },
                Spec = { Type = _environment.DefaultServiceType, Selector = LabelsOf(service.Target) },
            };
            string port = PortOf(service.Target, endpoint);
            container.Ports.Add(new ContainerPortV1 { Name = endpoint.Name, ContainerPort = new(port), Protocol = "TCP" });
            service.Service.Spec.Ports.Add(new ServicePortV1 { Name = endpoint.Name, Port = new(port), TargetPort = new(port), Protocol = "TCP" });
        }
    }

    private async Task AddEnvironmentAsync(KubernetesResource service, ContainerV1 container, DistributedApplicationExecutionContext execution)
    {
        var context = new EnvironmentCallbackContext(execution, service.Target);
        foreach (EnvironmentCallbackAnnotation callback in service.Target.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(context);
        foreach ((string name, object value) in context.EnvironmentVariables)
        {
            if (IsSecret(value))
            {
                service.Secret ??= new Secret { Metadata = { Name = service.Name + "-secrets", Labels = LabelsOf(service.Target) } };
                service.Secret.StringData[name] = Value("secrets", service.Target, name);
            }
            else
            {
                service.ConfigMap ??= new ConfigMap { Metadata = { Name = service.Name + "-config", Labels = LabelsOf(service.Target) } };
                service.ConfigMap.Data[name] = value switch
                {
                    ParameterResource parameter => Value("config", service.Target, parameter.Name),
                    EndpointReference endpoint => UrlOf(endpoint),
                    EndpointReferenceExpression { Property: EndpointProperty.TargetPort, Endpoint: var endpoint } => PortOf(service.Target, endpoint.EndpointAnnotation),
                    _ => Value("config", service.Target, name),
                };
            }
        }

        if (service.ConfigMap is not null)
            container.EnvFrom.Add(new EnvFromSourceV1 { ConfigMapRef = new ConfigMapEnvSourceV1 { Name = service.ConfigMap.Metadata.Name } });
        if (service.Secret is not null)
            container.EnvFrom.Add(new EnvFromSourceV1 { SecretRef = new SecretEnvSourceV1 { Name = service.Secret.Metadata.Name } });
    }

    private string UrlOf(EndpointReference endpoint) => string.Create(
        CultureInfo.InvariantCulture, $"{endpoint.Scheme}://{endpoint.Resource.Name}-service:{PortOf(_resources.Single(r => r == endpoint.Resource), endpoint.EndpointAnnotation)}");

    // A project's first endpoint without a target port listens where the image does; the chart calls that a parameter.
    private string PortOf(IResource resource, EndpointAnnotation endpoint) => (endpoint.TargetPort ?? (resource is ProjectResource ? null : endpoint.Port)) is { } port
        ? port.ToString(CultureInfo.InvariantCulture)
        : Value("parameters", resource, "port_" + endpoint.Name).Replace(" }}", " | int }}", StringComparison.Ordinal);

    private string Value(string section, IResource resource, string name)
    {
        string path = $"{section}.{resource.Name}.{name}".Replace('-', '_');
        ValuePaths.Add(path);
        return $"{{{{ {Values}{path} }}}}";
    }

    private static Dictionary<string, string> LabelsOf(IResource resource) => new()
    {
        ["app.kubernetes.io/name"] = "{{ .Chart.Name }}",
        ["app.kubernetes.io/component"] = resource.Name,
        ["app.kubernetes.io/instance"] = "{{ .Release.Name }}",
    };

    private static bool IsSecret(object value)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        return Walk(value);

        bool Walk(object part) => seen.Add(part)
            && (part is ParameterResource { Secret: true } || (part is IValueWithReferences parts && parts.References.Any(Walk)));
    }
}
