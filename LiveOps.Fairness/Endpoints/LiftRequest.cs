using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Fairness.Endpoints;

/// <summary>The body of <c>POST /v1/players/unblock</c>.</summary>
/// <param name="PlayerId">Whose block.</param>
/// <param name="Reason">Why, for the audit.</param>
internal sealed record LiftRequest(
    string PlayerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(BlockRequest.MaxReason)] string? Reason);
