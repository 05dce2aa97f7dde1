using System.Text.Json.Serialization;

namespace LiveOps.Progression.Endpoints;

/// <summary>JSON of the answers that are not worth writing by hand.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClaimAnswerBody))]
[JsonSerializable(typeof(VerifyRequestBody))]
[JsonSerializable(typeof(VerifyAnswerBody))]
[JsonSerializable(typeof(KeySetBody))]
internal sealed partial class ProgressionJson : JsonSerializerContext;
