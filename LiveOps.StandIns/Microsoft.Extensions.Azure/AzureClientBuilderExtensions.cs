using Azure.Core.Extensions;

namespace Microsoft.Extensions.Azure;

/// <summary>Words about a registered client.</summary>
public static class AzureClientBuilderExtensions
{
    /// <summary>Changes the client's options.</summary>
    public static IAzureClientBuilder<TClient, TOptions> ConfigureOptions<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, Action<TOptions> configureOptions)
        where TOptions : class
    {
        ((AzureClientBuilder<TClient, TOptions>)builder).Options.Add(configureOptions);
        return builder;
    }
}
