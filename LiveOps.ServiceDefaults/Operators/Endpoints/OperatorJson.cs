using System.Text.Json.Serialization;

namespace LiveOps.ServiceDefaults.Operators.Endpoints;

/// <summary>What the endpoint answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OperatorAnswer))]
internal sealed partial class OperatorJson : JsonSerializerContext;
