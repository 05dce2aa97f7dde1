using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace LiveOps.Tests.AppHost;

/// <summary>The model that AppHost.cs describes, read and not started: embedded, as a cluster on containers, and as it is published.</summary>
internal static class Model
{
    public static readonly string[] Services = ["gateway", "fairness", "leaderboard", "progression"];

    // Ports of its own: what listens on this machine does not matter to a model.
    public static readonly string[] FreePorts = [.. Services.Append("verdicts").Select(name => $"--{name.ToUpperInvariant()}_PORT=0")];

    private static readonly Lazy<Task<IDistributedApplicationTestingBuilder>> Embedded = new(() => CreateAsync("--GATEWAY_PORT=18080"));

    private static readonly Lazy<Task<IDistributedApplicationTestingBuilder>> Cluster = new(() => CreateAsync(["--LIVEOPS_SYSTEM=cluster", "--CONTAINERS=on", .. FreePorts]));

    private static readonly Lazy<Task<IDistributedApplicationTestingBuilder>> Publish = new(() => CreateAsync("--operation", "publish"));

    public static Task<IDistributedApplicationTestingBuilder> EmbeddedAsync() => Embedded.Value;

    public static Task<IDistributedApplicationTestingBuilder> ClusterAsync() => Cluster.Value;

    public static Task<IDistributedApplicationTestingBuilder> PublishAsync() => Publish.Value;

    public static T Get<T>(this IDistributedApplicationBuilder model, string name) where T : IResource =>
        Assert.IsType<T>(Assert.Single(model.Resources, resource => resource.Name == name), exactMatch: false);

    public static IEnumerable<string> References(this IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Where(relation => relation.Type == "Reference").Select(relation => relation.Resource.Name).Distinct();

    public static IEnumerable<string> WaitsFor(this IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.WaitType == WaitType.WaitUntilHealthy).Select(wait => wait.Resource.Name).Distinct();

    public static EndpointAnnotation Endpoint(this IResource resource, string name) =>
        Assert.Single(resource.Annotations.OfType<EndpointAnnotation>(), endpoint => endpoint.Name == name);

    /// <summary>Whether a variable is a setting of the system: Aspire itself adds what every .NET process gets.</summary>
    public static bool IsOurs(string variable) => variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
        || variable.StartsWith("services__", StringComparison.Ordinal)
        || (variable.All(letter => letter is '_' or (>= 'A' and <= 'Z')) && variable is not ("HTTP_PORTS" or "HTTPS_PORTS") && !variable.StartsWith("OTEL_", StringComparison.Ordinal)
            && !variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal) && !variable.StartsWith("DOTNET_", StringComparison.Ordinal)
            && !variable.StartsWith("LOGGING__", StringComparison.Ordinal) && !variable.StartsWith("SSL_", StringComparison.Ordinal));

    /// <summary>The environment a resource is given, its values as the model holds them.</summary>
    public static async Task<Dictionary<string, object>> EnvironmentAsync(this IDistributedApplicationBuilder model, string name)
    {
        IResource resource = model.Get<IResource>(name);
        var context = new EnvironmentCallbackContext(model.ExecutionContext, resource);
        foreach (EnvironmentCallbackAnnotation callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(context);
        return context.EnvironmentVariables;
    }

    internal static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.LiveOps_AppHost>(args, TestContext.Current.CancellationToken);
}
