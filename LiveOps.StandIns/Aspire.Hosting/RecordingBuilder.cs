using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

internal sealed class RecordingBuilder(string[] args) : IDistributedApplicationBuilder
{
    /// <summary>Called in place of returning from <see cref="Build"/>, on the flow of whoever set it: how a test takes the model out.</summary>
    public static readonly AsyncLocal<Action<RecordingBuilder>?> Building = new();

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(OperationOf(args));

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.TryGetByName(resource.Name, out _))
            throw new DistributedApplicationException($"Cannot add resource of type '{typeof(T)}' with name '{resource.Name}' because resource of that name already exists. Resource names are case-insensitive.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        Building.Value?.Invoke(this);
        return new DistributedApplication(args, Resources);
    }

    private static DistributedApplicationOperation OperationOf(string[] args)
    {
        int at = Array.IndexOf(args, "--operation");
        return at >= 0 && at + 1 < args.Length && args[at + 1].Equals("publish", StringComparison.OrdinalIgnoreCase)
            ? DistributedApplicationOperation.Publish
            : DistributedApplicationOperation.Run;
    }

    private sealed class ResourceCollection : Collection<IResource>, IResourceCollection
    {
        public bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource)
        {
            resource = this.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            return resource is not null;
        }
    }

    private sealed class ResourceBuilder<T>(IDistributedApplicationBuilder application, T resource) : IResourceBuilder<T> where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder => application;

        public T Resource => resource;

        public IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation, ResourceAnnotationMutationBehavior behavior)
            where TAnnotation : IResourceAnnotation
        {
            if (behavior == ResourceAnnotationMutationBehavior.Replace)
            {
                foreach (TAnnotation earlier in resource.Annotations.OfType<TAnnotation>().ToList())
                    resource.Annotations.Remove(earlier);
            }

            resource.Annotations.Add(annotation);
            return this;
        }
    }
}
