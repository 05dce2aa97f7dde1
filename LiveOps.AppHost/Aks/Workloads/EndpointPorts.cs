using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>The ports of what is published. A project's endpoint often has none of its own: then it is the one that .NET's images listen on.</summary>
internal static class EndpointPorts
{
    private const int Standard = 8080;

    /// <summary>The ports of a resource, by number.</summary>
    /// <exception cref="StartException">Two of them are the same, or one wants TLS.</exception>
    public static IReadOnlyList<Port> Of(IResource resource)
    {
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        foreach (EndpointAnnotation endpoint in endpoints.Where(endpoint => endpoint.UriScheme != "http"))
            throw new StartException($"{resource.Name} has the endpoint {endpoint.Name}, which is {endpoint.UriScheme}: what is published listens to http, and TLS ends before it.");
        Port[] ports = [.. endpoints.Select(endpoint => new Port(endpoint.Name, NumberOf(endpoint), endpoint.Transport == "http2")).OrderBy(port => port.Number)];
        foreach (IGrouping<int, Port> same in ports.GroupBy(port => port.Number).Where(same => same.Count() > 1))
            throw new StartException($"{resource.Name} has two endpoints at port {same.Key}, {string.Join(" and ", same.Select(port => port.Name))}: give one of them a target port.");
        return ports;
    }

    /// <summary>The port of an endpoint.</summary>
    public static int NumberOf(EndpointAnnotation endpoint) => endpoint.TargetPort ?? Standard;
}
