using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>
/// The system as it was described. Here it only records: whoever wants to run it decides how (there is no <c>Run</c>, so that the
/// application can bring its own as an extension method, which gives way where the real one exists).
/// </summary>
public class DistributedApplication
{
    internal DistributedApplication(string[] args, IResourceCollection resources)
    {
        Args = args;
        Resources = resources;
    }

    /// <summary>Recorded only here: the command line.</summary>
    public IReadOnlyList<string> Args { get; }

    /// <summary>Recorded only here: every resource.</summary>
    public IResourceCollection Resources { get; }

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new RecordingBuilder(args);
}

/// <summary>Describes a system.</summary>
public interface IDistributedApplicationBuilder
{
    DistributedApplicationExecutionContext ExecutionContext { get; }

    IResourceCollection Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    DistributedApplication Build();
}

/// <summary>What the description is for.</summary>
public enum DistributedApplicationOperation
{
    Run,
    Publish,
}

/// <inheritdoc cref="DistributedApplicationOperation"/>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    public DistributedApplicationOperation Operation { get; } = operation;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;
}

/// <summary>The description is wrong.</summary>
public class DistributedApplicationException(string message) : Exception(message);

/// <summary>Where a project of the solution lies.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}

/// <summary>A resource others find by its name.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
