using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.ServiceDefaults.Cors;

/// <summary>Marks endpoints.</summary>
public static class ReadingExtensions
{
    /// <summary>Says of a POST that it only reads: pages of <c>CORS_ORIGINS</c> may send it.</summary>
    public static TBuilder IsReading<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ReadingCall(), new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
}
