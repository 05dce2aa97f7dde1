using System.Globalization;
using LiveOps.AppHost.Resources.Outside;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>
/// Reads the values that the model gives a workload: what it is where it is published, and whom that has it call. Whatever a secret is a part of is
/// secret as a whole, and its value is not read.
/// </summary>
/// <param name="owner">The workload's resource.</param>
/// <param name="published">All resources that are published.</param>
internal sealed class ValueReader(IResource owner, IReadOnlySet<IResource> published)
{
    private readonly HashSet<Call> _calls = [];
    private readonly Dictionary<string, OutsideAnnotation> _outside = [];
    private readonly Dictionary<string, string> _parameters = [];

    /// <summary>The calls that follow from what was read.</summary>
    public IReadOnlyList<Call> Calls => [.. _calls.OrderBy(call => call.To, StringComparer.Ordinal).ThenBy(call => call.Port)];

    /// <summary>What of it stands outside of the cluster.</summary>
    public IReadOnlyList<(string Resource, OutsideAnnotation At)> Outside =>
        [.. _outside.OrderBy(outside => outside.Key, StringComparer.Ordinal).Select(outside => (outside.Key, outside.Value))];

    /// <summary>The parameters of it, and what the model has for each.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>Reads a value.</summary>
    /// <exception cref="StartException">It refers to what is not published, or is of a kind that cannot be.</exception>
    public async Task<ValueText> ReadAsync(object? value, CancellationToken cancellation)
    {
        if (value is IResource resource && resource.Annotations.OfType<OutsideAnnotation>().FirstOrDefault() is { } outside)
            _outside[resource.Name] = outside;
        return value switch
        {
            null => ValueText.Of(""),
            string text => ValueText.Of(text),
            IResourceBuilder<IResource> added => await ReadAsync(added.Resource, cancellation),
            ParameterResource { Secret: true } secret => new ValueText($"{{{secret.Name}.value}}", "", secret.Name),
            ParameterResource parameter => Parameter(parameter.Name, await parameter.GetValueAsync(cancellation) ?? ""),
            ConnectionStringReference reference => await ReadAsync(reference.Resource, cancellation),
            IResourceWithConnectionString store => await StoreAsync(store, cancellation),
            EndpointReference endpoint => ValueText.Of($"http://{Address(endpoint)}"),
            EndpointReferenceExpression part => ValueText.Of(Part(part)),
            ReferenceExpression { IsConditional: false } whole => await WholeAsync(whole, cancellation),
            IFormattable number => ValueText.Of(number.ToString(null, CultureInfo.InvariantCulture)),
            _ => throw new StartException($"{owner.Name} is given a {value.GetType().Name}, which cannot be published."),
        };
    }

    private ValueText Parameter(string name, string value)
    {
        _parameters[CamelCase.Of(name)] = value;
        return new ValueText(value, $"{{{{ .Values.parameters.{CamelCase.Of(name)} }}}}");
    }

    private async Task<ValueText> StoreAsync(IResourceWithConnectionString store, CancellationToken cancellation)
    {
        // What runs in the cluster would have to be published; what is outside of it says so.
        if (store is IComputeResource && !published.Contains(store))
            throw NotPublished(store);
        return await ReadAsync(store.ConnectionStringExpression, cancellation);
    }

    private async Task<ValueText> WholeAsync(ReferenceExpression whole, CancellationToken cancellation)
    {
        var parts = new List<ValueText>(whole.ValueProviders.Count);
        foreach (IValueProvider part in whole.ValueProviders)
            parts.Add(await ReadAsync(part, cancellation));
        return ValueText.Format(whole.Format, parts);
    }

    private string Part(EndpointReferenceExpression part) => part.Property switch
    {
        EndpointProperty.Url => $"http://{Address(part.Endpoint)}",
        EndpointProperty.HostAndPort => Address(part.Endpoint),
        EndpointProperty.Host or EndpointProperty.IPV4Host => Address(part.Endpoint).Split(':')[0],
        EndpointProperty.Port or EndpointProperty.TargetPort => Address(part.Endpoint).Split(':')[1],
        EndpointProperty.Scheme => "http",
        _ => throw new StartException($"{owner.Name} asks for {part.Property} of an endpoint of {part.Endpoint.Resource.Name}, which cannot be published."),
    };

    // Of another it is a call; its own address is none.
    private string Address(EndpointReference endpoint)
    {
        if (!published.Contains(endpoint.Resource))
            throw NotPublished(endpoint.Resource);
        int port = EndpointPorts.NumberOf(endpoint.EndpointAnnotation);
        if (endpoint.Resource != owner)
            _calls.Add(new Call(endpoint.Resource.Name, port));
        return string.Create(CultureInfo.InvariantCulture, $"{endpoint.Resource.Name}:{port}");
    }

    private StartException NotPublished(IResource other) => new($"{owner.Name} refers to {other.Name}, which is not published.");
}
