using LiveOps.ServiceDefaults.Operators;
using static LiveOps.ServiceDefaults.Operators.OperatorRole;

namespace LiveOps.Progression.Endpoints;

/// <summary>Who may call what.</summary>
internal static class Roles
{
    public static readonly OperatorRoles Table = new(
        new("GET", "/v1/players", Viewer),
        new("GET", "/v1/players/{id}/notes", Viewer),
        new("POST", "/v1/players/{id}/notes", Moderator),
        new("DELETE", "/v1/players/{id}/notes/{note}", Moderator),
        new("POST", "/v1/players/{id}/grants", Operator),
        new("POST", "/v1/grants", Operator),
        new("GET", "/v1/grants", Viewer),
        new("GET", "/v1/grants/{job}", Viewer),
        new("POST", "/v1/grants/{job}/stop", Operator),
        new("POST", "/v1/grants/{job}/continue", Operator),
        new("GET", "/v1/players/{id}/export", Admin),
        new("POST", "/v1/players/export", Admin),
        new("DELETE", "/v1/players/{id}", Admin),
        new("POST", "/v1/players/erase", Admin));
}
