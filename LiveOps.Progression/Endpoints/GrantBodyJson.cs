using System.Text.Json.Serialization;

namespace LiveOps.Progression.Endpoints;

/// <summary>JSON of grants.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GrantRequestBody))]
[JsonSerializable(typeof(GrantOrderBody))]
[JsonSerializable(typeof(GrantJobBody))]
[JsonSerializable(typeof(GrantJobsBody))]
internal sealed partial class GrantBodyJson : JsonSerializerContext;
