using LiveOps.Core.Signing;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>How callers prove who they are.</summary>
internal static class SecuritySchemes
{
    public const string Operator = "operator", Signature = "signature";

    public static OpenApiSecurityScheme For(string name) => name == Operator
        ? new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The operator's token. With none configured these calls are refused." }
        : new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = StandardWebhooks.SignatureHeader,
            Description = "Standard Webhooks: HMAC-SHA256 over id.timestamp.body, by a secret that the game's servers hold.",
        };
}
