using System.Text.RegularExpressions;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>The ports of what is published. A project's endpoint often has none of its own: then it is the one that .NET's images listen on.</summary>
internal static partial class EndpointPorts
{
    private const int Standard = 8080;

    /// <summary>The ports of a resource, by number.</summary>
    /// <exception cref="StartException">Two of them are the same, or one wants TLS or has a name that Kubernetes does not take.</exception>
    public static IReadOnlyList<Port> Of(IResource resource)
    {
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        foreach (EndpointAnnotation endpoint in endpoints.Where(endpoint => endpoint.UriScheme != "http"))
            throw new StartException($"{resource.Name} has the endpoint {endpoint.Name}, which is {endpoint.UriScheme}: what is published listens to http, and TLS ends before it.");
        foreach (EndpointAnnotation endpoint in endpoints.Where(endpoint => !PortName().IsMatch(endpoint.Name)))
            throw new StartException($"{resource.Name} has the endpoint {endpoint.Name}, which Kubernetes takes for no name of a port: up to 15 small letters, digits and hyphens, a letter first.");
        Port[] ports = [.. endpoints.Select(endpoint => new Port(endpoint.Name, NumberOf(endpoint), endpoint.Transport == "http2")).OrderBy(port => port.Number)];
        foreach (IGrouping<int, Port> same in ports.GroupBy(port => port.Number).Where(same => same.Count() > 1))
            throw new StartException($"{resource.Name} has two endpoints at port {same.Key}, {string.Join(" and ", same.Select(port => port.Name))}: give one of them a target port.");
        return ports;
    }

    /// <summary>The port of an endpoint.</summary>
    public static int NumberOf(EndpointAnnotation endpoint) => endpoint.TargetPort ?? Standard;

    // https://datatracker.ietf.org/doc/html/rfc6335#section-5.1
    [GeneratedRegex(@"^[a-z](?:[a-z0-9-]{0,13}[a-z0-9])?\z")]
    private static partial Regex PortName();
}
