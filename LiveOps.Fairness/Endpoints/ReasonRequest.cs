using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Fairness.Endpoints;

/// <summary>The body of a call of this service that takes nothing there but why.</summary>
/// <param name="Reason">Why, for the audit; the same as in the query, where it stands there too.</param>
internal sealed record ReasonRequest([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(BlockRequest.MaxReason)] string? Reason = null);
