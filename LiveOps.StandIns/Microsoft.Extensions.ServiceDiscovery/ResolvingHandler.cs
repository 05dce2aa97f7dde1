namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Sends a request to where its service is, and shows it to everyone above as it was.</summary>
internal sealed class ResolvingHandler(ServiceAddresses addresses) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri? asked = request.RequestUri;
        if (asked is not null)
            request.RequestUri = addresses.Resolve(asked);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.RequestUri = asked;
        }
    }
}
