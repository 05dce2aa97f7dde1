namespace LiveOps.AppHost.Resources.Health;

/// <summary>Resources that are a part of another, with no process of their own.</summary>
internal static class PartExtensions
{
    /// <summary>It is there as soon as its parent is: whoever waits for it waits for its parent, too.</summary>
    public static IResourceBuilder<T> WithParentsState<T>(this IResourceBuilder<T> part) where T : IResourceWithParent =>
        part.WithInitialState(new CustomResourceSnapshot { ResourceType = "Database", Properties = [], State = KnownResourceStates.Running });
}
