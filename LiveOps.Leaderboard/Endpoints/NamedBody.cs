using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Whom a call is about that carries the id in its body.</summary>
internal sealed record NamedPlayer(string PlayerId);

/// <summary>Which score a call is about that carries the ids in its body.</summary>
internal sealed record NamedScore(string Board, string Window, string PlayerId);

/// <summary>Which board a call is about that carries the id in its body.</summary>
internal sealed record NamedBoard(string Board);

/// <summary>
/// Reads the body of the calls that carry ids there, because no path can carry <c>.</c> and <c>..</c>: older data may hold them, and what is held can be
/// hidden, removed and dropped.
/// </summary>
internal static class NamedBody
{
    public static async ValueTask<(string Player, Problem? Problem)> PlayerAsync(HttpContext context)
    {
        string?[] named = new string?[1];
        Problem? problem = await ReadAsync(context, ["playerId"], named, """Send {"playerId":"…"}, an id.""");
        return (named[0] ?? "", problem);
    }

    public static async ValueTask<(NamedScore Score, Problem? Problem)> ScoreAsync(HttpContext context)
    {
        string?[] named = new string?[3];
        Problem? problem = await ReadAsync(context, ["playerId", "board", "window"], named, """Send {"board":"…","window":"…","playerId":"…"}, ids and a window.""");
        return (new NamedScore(named[1] ?? "", named[2] ?? "", named[0] ?? ""), problem);
    }

    public static async ValueTask<(string Board, Problem? Problem)> BoardAsync(HttpContext context)
    {
        string?[] named = new string?[1];
        Problem? problem = await ReadAsync(context, ["board"], named, """Send {"board":"…"}, an id.""");
        return (named[0] ?? "", problem);
    }

    private static async ValueTask<Problem?> ReadAsync(HttpContext context, string[] names, string?[] named, string otherwise)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        string? wrong = JsonMembers.Read(body, names, named);
        if (wrong is null && Array.FindIndex(named, id => id is null || !IdRule.WasValid(id)) is >= 0 and var at)
            wrong = $"{names[at]} is {(named[at] is null ? "missing" : "no id")}.";
        return wrong is null ? null : new Problem(ProblemTypes.MalformedBody, $"{wrong} {otherwise}");
    }
}
