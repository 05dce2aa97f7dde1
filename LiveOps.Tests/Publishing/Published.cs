using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LiveOps.AppHost.Aks;
using LiveOps.Tests.AppHost;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Publishing;

/// <summary>What is published: of the model as it is, and of one that a test has changed.</summary>
internal static class Published
{
    private static readonly Lazy<Task<PublishedFiles>> Now = new(async () => await OfAsync(await Model.PublishAsync()));

    /// <summary>Where it is committed.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "aspire-manifest");

    /// <summary>What is published of the model as it is.</summary>
    public static Task<PublishedFiles> FilesAsync() => Now.Value;

    /// <summary>A model that is nobody else's, to be changed.</summary>
    public static Task<IDistributedApplicationTestingBuilder> ModelAsync() => Model.CreateAsync("--operation", "publish");

    /// <summary>What is published of a model.</summary>
    public static async Task<PublishedFiles> OfAsync(IDistributedApplicationBuilder model) => new(await Publication.OfAsync(
        new DistributedApplicationModel(model.Resources), model.ExecutionContext, TestContext.Current.CancellationToken));
}
