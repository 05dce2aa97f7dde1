using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes a client resilient.</summary>
public static class ResilienceHttpClientBuilderExtensions
{
    /// <summary>Adds the standard pipeline.</summary>
    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder)
    {
        string name = builder.Name is { Length: > 0 } client ? client + "-standard" : "standard";
        builder.AddHttpMessageHandler(services =>
            new StandardResilienceHandler(services.GetRequiredService<IOptionsMonitor<HttpStandardResilienceOptions>>().Get(name)));
        // The pipeline's own time-outs take its place.
        builder.ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
        return new Builder(name, builder.Services);
    }

    /// <summary>Adds the standard pipeline, with options.</summary>
    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder, Action<HttpStandardResilienceOptions> configure)
    {
        IHttpStandardResiliencePipelineBuilder added = builder.AddStandardResilienceHandler();
        added.Services.Configure(added.PipelineName, configure);
        return added;
    }

    /// <summary>Takes away the pipelines that were added before, to all clients by default too.</summary>
    public static IHttpClientBuilder RemoveAllResilienceHandlers(this IHttpClientBuilder builder) =>
        builder.ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
        {
            for (int i = handlers.Count - 1; i >= 0; i--)
            {
                if (handlers[i] is StandardResilienceHandler)
                    handlers.RemoveAt(i);
            }
        });

    private sealed record Builder(string PipelineName, IServiceCollection Services) : IHttpStandardResiliencePipelineBuilder;
}
