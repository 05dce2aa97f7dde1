using Aspire.Hosting.Pipelines;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Workloads;
using LiveOps.AppHost.Resources.Outside;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.AppHost.Aks;

/// <summary>Publishing for AKS: the word of <c>AppHost.cs</c>, and the step of Aspire's pipeline behind it.</summary>
internal static class AksEnvironmentExtensions
{
    /// <summary>Has the model published for AKS: Kustomize's base, a Helm chart, and the model as JSON. Where the system runs it is nothing.</summary>
    public static void AddAksEnvironment(this IDistributedApplicationBuilder builder, string name)
    {
        if (!builder.ExecutionContext.IsPublishMode)
            return;
        var environment = new AksEnvironmentResource(name);
        builder.AddParameter(PublishedSystem.TelemetryParameter, new PublishedDefault(PublishedSystem.Telemetry));
        builder.AddResource(environment)
            .WithPipelineStepFactory(
                environment.StepName, PublishAsync, dependsOn: [WellKnownPipelineSteps.PublishPrereq], requiredBy: [WellKnownPipelineSteps.Publish], tags: null, description: "Writes manifests for AKS.");
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            foreach (IResource resource in start.Model.GetComputeResources())
                resource.Annotations.Add(new DeploymentTargetAnnotation(environment) { ComputeEnvironment = environment });
            return Task.CompletedTask;
        });
    }

    private static async Task PublishAsync(PipelineStepContext step)
    {
        IReadOnlyList<OutputFile> files = await Publication.OfAsync(step.Model, step.ExecutionContext, step.CancellationToken);
        string folder = step.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
        OutputFolder.Write(folder, files);
        await Console.Out.WriteLineAsync($"{files.Count} files were published to {folder}.");
    }
}
