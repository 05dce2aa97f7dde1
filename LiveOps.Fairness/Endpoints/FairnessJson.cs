using System.Text.Json.Serialization;
using LiveOps.Fairness.Stores;

namespace LiveOps.Fairness.Endpoints;

/// <summary>What the endpoints answer and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StandingAnswer))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(FlagPage))]
[JsonSerializable(typeof(RevokedKeys))]
[JsonSerializable(typeof(KnownPlayer))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(ReviewDetail))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(UndoRequest))]
internal sealed partial class FairnessJson : JsonSerializerContext;
