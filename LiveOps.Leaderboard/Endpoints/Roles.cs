using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using static LiveOps.ServiceDefaults.Operators.OperatorRole;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Who may call what.</summary>
internal static class Roles
{
    public static readonly OperatorRoles Table = new(
        new("GET", "/v1/leaderboards/hidden", Viewer),
        new("PUT", "/v1/leaderboards/players/{id}/hidden", Moderator),
        new("DELETE", "/v1/leaderboards/players/{id}/hidden", Moderator),
        new("POST", "/v1/leaderboards/hide", Moderator),
        new("POST", "/v1/leaderboards/show", Moderator),
        new("DELETE", "/v1/leaderboards/{board}/{window}/players/{id}", Operator),
        new("POST", "/v1/leaderboards/remove", Operator),
        new("GET", KnownCall.Route, Admin),
        new("POST", "/v1/leaderboards/{board}/{window}/rollover", Operator),
        new("GET", "/v1/leagues/{league}/preview", Operator),
        new("DELETE", "/v1/leaderboards/{board}", Admin),
        new("POST", "/v1/leaderboards/drop", Admin));
}
