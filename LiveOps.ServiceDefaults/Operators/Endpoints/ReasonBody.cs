using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.ServiceDefaults.Operators.Endpoints;

/// <summary>The body of an operator's call that takes nothing there but why.</summary>
/// <param name="Reason">Why, for the audit; the same as in the query, where it stands there too.</param>
public sealed record ReasonBody([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(OperatorReason.MaxLength)] string? Reason = null);
