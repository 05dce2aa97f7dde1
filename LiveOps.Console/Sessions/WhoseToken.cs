using LiveOps.Console.Services;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Sessions;

/// <summary>Asks services whose a token is: the first that answers counts.</summary>
internal static class WhoseToken
{
    /// <summary>What the first says; an answer that is down where none does.</summary>
    public static async Task<Answer> AskAsync(ServiceClients clients, string token, string? name, CancellationToken aborted)
    {
        var answer = new Answer();
        foreach (string service in ServiceNames.Consumers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/operators/me");
            answer = await clients.SendAsync(service, request, token, name, ServiceClients.Patience, aborted);
            if (!answer.IsDown)
                return answer;
        }

        return answer;
    }

    /// <summary>The role that an answer names; none for a word that is no role.</summary>
    public static OperatorRole RoleIn(Answer answer) => answer.Json.Text("role") switch
    {
        "viewer" => OperatorRole.Viewer,
        "moderator" => OperatorRole.Moderator,
        "operator" => OperatorRole.Operator,
        "admin" => OperatorRole.Admin,
        _ => OperatorRole.None,
    };
}
