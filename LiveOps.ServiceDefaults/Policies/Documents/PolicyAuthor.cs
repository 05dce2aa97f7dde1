using LiveOps.Core.Ids;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Who changes a document: the token is shared by all operators, so who it was is what they say.</summary>
internal static class PolicyAuthor
{
    /// <summary>The header in which they say it.</summary>
    public const string Header = "liveops-operator";

    /// <summary>The author of a call.</summary>
    public static string Of(HttpContext context) => context.Request.Headers[Header] is [{ } name] && IdRule.IsValid(name) ? name : "operator";
}
