using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>A standard pipeline being set up.</summary>
public interface IHttpStandardResiliencePipelineBuilder
{
    /// <summary>The name of its options.</summary>
    string PipelineName { get; }

    /// <summary>The container.</summary>
    IServiceCollection Services { get; }
}
