using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.AppHost.Resources.Health;

/// <summary>Resources with no process of their own: Aspire gives them no state, and whoever waits for one would wait without end.</summary>
internal static class PartExtensions
{
    /// <summary>It is there as soon as its parent is: whoever waits for it waits for its parent, too.</summary>
    /// <param name="part">A part of another resource.</param>
    /// <param name="kind">What the dashboard calls it.</param>
    public static IResourceBuilder<T> WithParentsState<T>(this IResourceBuilder<T> part, string kind) where T : IResourceWithParent => part.WithState(kind, KnownResourceStates.Running);

    /// <summary>It is there: nothing of it starts.</summary>
    /// <param name="resource">What stands for something outside.</param>
    /// <param name="kind">What the dashboard calls it.</param>
    public static IResourceBuilder<T> WithNothingToStart<T>(this IResourceBuilder<T> resource, string kind) where T : IResource => resource.WithState(kind, KnownResourceStates.Running);

    /// <summary>It is there when another is ready, which takes its place here.</summary>
    /// <param name="resource">What stands for something outside.</param>
    /// <param name="kind">What the dashboard calls it.</param>
    /// <param name="standIn">What takes its place.</param>
    public static IResourceBuilder<T> WithStateOf<T>(this IResourceBuilder<T> resource, string kind, IResource standIn) where T : IResource
    {
        resource.ApplicationBuilder.Eventing.Subscribe<ResourceReadyEvent>(standIn, (ready, _) => ready.Services.GetRequiredService<ResourceNotificationService>()
            .PublishUpdateAsync(resource.Resource, snapshot => snapshot with { State = KnownResourceStates.Running }));
        return resource.WithState(kind, KnownResourceStates.Waiting);
    }

    private static IResourceBuilder<T> WithState<T>(this IResourceBuilder<T> resource, string kind, string state) where T : IResource =>
        resource.WithInitialState(new CustomResourceSnapshot { ResourceType = kind, Properties = [], State = state });
}
