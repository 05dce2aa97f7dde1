using System.Text.Json.Serialization;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>What the endpoints answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyVersionPage))]
[JsonSerializable(typeof(PolicyVersionAnswer))]
[JsonSerializable(typeof(PolicyScheduledAnswer))]
[JsonSerializable(typeof(PolicyChangeAnswer))]
[JsonSerializable(typeof(PolicyCheckAnswer))]
[JsonSerializable(typeof(PolicyListAnswer))]
[JsonSerializable(typeof(PolicyRollbackBody))]
[JsonSerializable(typeof(PolicyDryRunAnswer))]
internal sealed partial class PolicyJson : JsonSerializerContext;
