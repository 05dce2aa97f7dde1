using Azure.Core.Extensions;

namespace Microsoft.Extensions.Azure;

/// <summary>Gathers what is said about a registered client until it is made.</summary>
internal sealed class AzureClientBuilder<TClient, TOptions> : IAzureClientBuilder<TClient, TOptions>
    where TOptions : class
{
    public List<Action<TOptions>> Options { get; } = [];
}
