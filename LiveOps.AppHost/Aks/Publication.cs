using LiveOps.AppHost.Aks.Base;
using LiveOps.AppHost.Aks.Chart;
using LiveOps.AppHost.Aks.Description;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Workloads;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Aks;

/// <summary>All that is published, made of the model alone: the same on every machine and at any time.</summary>
internal static class Publication
{
    /// <summary>The files.</summary>
    /// <param name="model">The model's resources.</param>
    /// <param name="context">Whether the system runs or is published: the latter.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StartException">Something of the model cannot be published.</exception>
    public static async Task<IReadOnlyList<OutputFile>> OfAsync(DistributedApplicationModel model, DistributedApplicationExecutionContext context, CancellationToken cancellation)
    {
        PublishedSystem system = await WorkloadReader.ReadAsync(model, context, cancellation);
        return [.. BaseFiles.Of(system), .. ChartFiles.Of(system), .. ModelFile.Of(system, model)];
    }
}
