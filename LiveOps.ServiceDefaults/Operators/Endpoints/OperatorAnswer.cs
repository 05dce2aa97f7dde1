using System.ComponentModel.DataAnnotations;

namespace LiveOps.ServiceDefaults.Operators.Endpoints;

/// <summary>Who makes the call: the name as the audit has it, what they may do, and how they proved who they are.</summary>
internal sealed record OperatorAnswer(
    string Name,
    [property: AllowedValues("none", "viewer", "moderator", "operator", "admin")] string Role,
    [property: AllowedValues("operator-token", "token", "entra")] string Via);
