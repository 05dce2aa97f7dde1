using Microsoft.AspNetCore.Builder;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>Marks endpoints.</summary>
public static class SignedCalls
{
    /// <summary>Says that the endpoint checks the signature of what it is sent.</summary>
    public static TBuilder IsSigned<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new SignedCall());
}
