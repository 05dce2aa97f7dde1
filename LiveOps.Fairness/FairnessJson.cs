using System.Text.Json.Serialization;
using LiveOps.Fairness.Audit;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness;

/// <summary>What the endpoints answer and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StandingAnswer))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(FlagPage))]
[JsonSerializable(typeof(AuditPage))]
internal sealed partial class FairnessJson : JsonSerializerContext;
