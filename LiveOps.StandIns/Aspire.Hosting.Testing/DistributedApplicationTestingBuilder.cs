using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>Takes the model out of an AppHost's program, as far as <c>Build</c>.</summary>
public static class DistributedApplicationTestingBuilder
{
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        MethodInfo main = typeof(TEntryPoint).Assembly.EntryPoint
            ?? throw new InvalidOperationException($"{typeof(TEntryPoint).Assembly.GetName().Name} has no entry point.");
        RecordingBuilder? taken = null;
        RecordingBuilder.Building.Value = builder =>
        {
            taken = builder;
            throw new TakenException();
        };
        try
        {
            main.Invoke(null, [args]);
        }
        catch (TargetInvocationException e) when (e.InnerException is TakenException)
        {
        }
        finally
        {
            RecordingBuilder.Building.Value = null;
        }

        return Task.FromResult<IDistributedApplicationTestingBuilder>(new TestingBuilder(
            taken ?? throw new InvalidOperationException("The program ended without calling Build.")));
    }

    private sealed class TakenException : Exception;

    private sealed class TestingBuilder(IDistributedApplicationBuilder inner) : IDistributedApplicationTestingBuilder
    {
        public DistributedApplicationExecutionContext ExecutionContext => inner.ExecutionContext;

        public ApplicationModel.IResourceCollection Resources => inner.Resources;

        public ApplicationModel.IResourceBuilder<T> AddResource<T>(T resource) where T : ApplicationModel.IResource => inner.AddResource(resource);

        public ApplicationModel.IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : ApplicationModel.IResource =>
            inner.CreateResourceBuilder(resource);

        public DistributedApplication Build() => inner.Build();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>The model of an AppHost, not built yet.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable;
