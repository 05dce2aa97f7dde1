using LiveOps.AppHost.Resources.Outside;

namespace LiveOps.AppHost;

/// <summary>The words of <c>AppHost.cs</c> that are about what runs by the clock where the system is published. Elsewhere nobody starts it: an embedded system has its own clock.</summary>
internal static class NightlyExtensions
{
    /// <summary>The container of Blob Storage that exports go to: its address is the parameter of that name, which an installation sets that has one; workload identities open it. Where there is none nothing is
    /// exported, and what is old is let go of all the same.</summary>
    public static IResourceBuilder<ParameterResource> AddExportStore(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new PublishedDefault("")).WithAnnotation(OutsideAnnotation.BlobStorage);

    /// <summary>
    /// A service's nightly batch: the service's own program, told to export, to archive and to let go of what is old, and to end. The service itself then leaves that to it. Running it twice is
    /// safe.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="name">The batch's name.</param>
    /// <param name="cron">When, in UTC.</param>
    /// <param name="store">Where exports go.</param>
    public static IResourceBuilder<ProjectResource> AddNightly<TProject>(this IResourceBuilder<ProjectResource> service, string name, string cron, IResourceBuilder<ParameterResource> store)
        where TProject : IProjectMetadata, new()
    {
        service.WithEnvironment("RETENTION", "job");
        return service.ApplicationBuilder.AddJob<TProject>(name, "nightly")
            .WithAnnotation(new ScheduleAnnotation(cron))
            .WithEnvironment("EXPORT_TO", store)
            .WithEnvironment("EXPORT_FORMAT", "parquet");
    }
}
