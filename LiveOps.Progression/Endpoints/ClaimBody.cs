using LiveOps.Core.Json;
using LiveOps.Core.Problems;

namespace LiveOps.Progression.Endpoints;

/// <summary>
/// The body of a claim: empty, or <c>{"playerId","reward"}</c>, both optional, which must then be what the path says. The signature
/// covers the body and not the path: a client that names both binds its signature to this one claim. No other member is taken, so that
/// a signed body meant for another endpoint, an event's above all, claims nothing.
/// </summary>
internal static class ClaimBody
{
    /// <summary>What is wrong with the body; null when nothing is.</summary>
    public static Problem? Check(byte[] body, string playerId, string reward)
    {
        if (body.Length == 0)
            return null;
        string?[] named = new string?[2];
        if (JsonMembers.Read(body, ["playerId", "reward"], named) is { } wrong)
            return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} The body of a claim is empty, or {"playerId":"…","reward":"…"} as in the path.""");
        return (named[0] ?? playerId) == playerId && (named[1] ?? reward) == reward
            ? null
            : new Problem(ProblemTypes.InvalidParameter, "The signed body names another player or reward than the path.");
    }
}
