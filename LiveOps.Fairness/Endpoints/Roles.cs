using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using static LiveOps.ServiceDefaults.Operators.OperatorRole;

namespace LiveOps.Fairness.Endpoints;

/// <summary>Who may call what.</summary>
internal static class Roles
{
    public static readonly OperatorRoles Table = new(
        new("GET", "/v1/flags", Viewer),
        new("GET", "/v1/reviews", Viewer),
        new("GET", "/v1/reviews/{case}", Viewer),
        new("POST", "/v1/reviews/{case}/decisions", Moderator),
        new("POST", "/v1/reviews/{case}/undo", Moderator),
        new("PUT", "/v1/players/{id}/block", Moderator),
        new("DELETE", "/v1/players/{id}/block", Moderator),
        new("POST", "/v1/players/unblock", Moderator),
        new("POST", "/v1/players/{id}/keys/revoke", Moderator),
        new("GET", KnownCall.Route, Admin),
        new("POST", "/v1/verdicts", Admin)); // the gateway's own: it counts against players
}
