namespace LiveOps.AppHost.Resources;

/// <summary>What accepted events travel on.</summary>
/// <param name="Kind">What services call it: <c>BUS_KIND</c>.</param>
/// <param name="ConnectionName">The name of its connection string.</param>
/// <param name="Resource">It.</param>
/// <param name="Process">What must run before it is used.</param>
internal sealed record EventBus(
    string Kind, string ConnectionName, IResourceBuilder<IResourceWithConnectionString> Resource, IResourceBuilder<IResource> Process)
{
    public const string Redis = "redis", ServiceBus = "servicebus";
}
