using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveOps.ServiceDefaults.Audit.Endpoints;

/// <summary>What the endpoint answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditPageAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(IReadOnlyList<Dictionary<string, JsonElement>>))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    private static readonly Lazy<AuditJson> Unescaped = new(() => new AuditJson(new JsonSerializerOptions(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    /// <summary>The same, with what need not be escaped as it is.</summary>
    public static AuditJson Plain => Unescaped.Value;
}
