using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace LiveOps.Tests.AppHost;

/// <summary>The model that AppHost.cs describes: once as it runs, once as it is published.</summary>
internal static class Model
{
    public static readonly string[] Services = ["gateway", "fairness", "leaderboard", "progression"];

    private static readonly Lazy<Task<IDistributedApplicationTestingBuilder>> Run = new(() => CreateAsync([]));

    private static readonly Lazy<Task<IDistributedApplicationTestingBuilder>> Publish = new(() => CreateAsync(["--operation", "publish"]));

    public static Task<IDistributedApplicationTestingBuilder> RunAsync() => Run.Value;

    public static Task<IDistributedApplicationTestingBuilder> PublishAsync() => Publish.Value;

    public static T Get<T>(this IDistributedApplicationBuilder model, string name) where T : IResource =>
        Assert.IsType<T>(Assert.Single(model.Resources, resource => resource.Name == name), exactMatch: false);

    public static IEnumerable<string> References(this IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Where(relation => relation.Type == "Reference").Select(relation => relation.Resource.Name).Distinct();

    public static IEnumerable<string> WaitsFor(this IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.WaitType == WaitType.WaitUntilHealthy).Select(wait => wait.Resource.Name).Distinct();

    public static EndpointAnnotation Endpoint(this IResource resource, string name) =>
        Assert.Single(resource.Annotations.OfType<EndpointAnnotation>(), endpoint => endpoint.Name == name);

    /// <summary>The environment a resource is given, its values as the model holds them.</summary>
    public static async Task<Dictionary<string, object>> EnvironmentAsync(this IDistributedApplicationBuilder model, string name)
    {
        IResource resource = model.Get<IResource>(name);
        var context = new EnvironmentCallbackContext(model.ExecutionContext, resource);
        foreach (EnvironmentCallbackAnnotation callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(context);
        return context.EnvironmentVariables;
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.LiveOps_AppHost>(args, TestContext.Current.CancellationToken);
}
