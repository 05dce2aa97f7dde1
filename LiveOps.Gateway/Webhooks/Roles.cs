using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using static LiveOps.ServiceDefaults.Operators.OperatorRole;

namespace LiveOps.Gateway.Webhooks;

/// <summary>Who may call what.</summary>
internal static class Roles
{
    public static readonly OperatorRoles Table = new(
        new("GET", KnownCall.Route, Admin),
        new("GET", "/v1/webhooks", Viewer),
        new("GET", "/v1/webhooks/{id}", Viewer),
        new("PUT", "/v1/webhooks/{id}", Operator),
        new("DELETE", "/v1/webhooks/{id}", Operator),
        new("POST", "/v1/webhooks/{id}/rotate", Operator),
        new("GET", "/v1/webhooks/{id}/deliveries", Viewer),
        new("GET", "/v1/webhooks/{id}/deliveries/{delivery}", Viewer),
        new("POST", "/v1/webhooks/{id}/deliveries/{delivery}/resend", Operator));
}
