using System.Text.Json.Serialization;

namespace LiveOps.ServiceDefaults.DeadLetters;

/// <summary>What the endpoints answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeadLetterAnswer))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(LetterInAudit))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
