using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>Registers the description of a service.</summary>
internal static class OpenApiExtensions
{
    private static readonly string[] Suffixes = ["Body", "Answer"];

    /// <summary>Registers <c>/openapi/v1.json</c>.</summary>
    public static void AddServiceDocument(this IServiceCollection services, string service)
    {
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict); // numbers are numbers, not text as well
        services.AddOpenApi("v1", options =>
        {
            options.CreateSchemaReferenceId = NameOf;
            options.AddSchemaTransformer<MembersTransformer>();
            options.AddOperationTransformer<CallTransformer>();
            options.AddDocumentTransformer(new ServiceDocument(service));
        });
    }

    // The shapes of answers are called after what they are to us, a body or an answer; to a client a PlayerBody is a player.
    private static string? NameOf(JsonTypeInfo type)
    {
        if (type.Type == typeof(Stream) || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name)
            return null;
        string? suffix = Array.Find(Suffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length);
        return suffix is null ? name : name[..^suffix.Length];
    }
}
