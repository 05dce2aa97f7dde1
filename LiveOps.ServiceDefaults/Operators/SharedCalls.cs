using static LiveOps.ServiceDefaults.Operators.OperatorRole;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Operators' calls that a service has by what it registers: documents, dead letters, an audit.</summary>
internal static class SharedCalls
{
    public static readonly IReadOnlyList<OperatorRoute> All =
    [
        new("GET", "/v1/audit", Viewer),
        new("GET", "/v1/operators/me", None), // whoever they are
        new("GET", "/v1/policies", Viewer),
        new("GET", "/v1/policies/{name}", Viewer),
        new("PUT", "/v1/policies/{name}", Operator),
        new("GET", "/v1/policies/{name}/versions", Viewer),
        new("GET", "/v1/policies/{name}/versions/{number}", Viewer),
        new("POST", "/v1/policies/{name}/rollback", Operator),
        new("GET", "/v1/policies/{name}/scheduled", Viewer),
        new("DELETE", "/v1/policies/{name}/scheduled/{number}", Operator),
        new("POST", "/v1/policies/{name}/validate", Viewer), // changes nothing
        new("POST", "/v1/policies/{name}/dry-run", Operator), // changes nothing, but costs
        new("GET", "/v1/policies/{name}/schema", Viewer),
        new("GET", "/v1/dead-letters", Viewer),
        new("GET", "/v1/dead-letters/{id}", Viewer),
        new("POST", "/v1/dead-letters/{id}/replay", Operator),
        new("DELETE", "/v1/dead-letters/{id}", Operator),
    ];
}
