using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Whom a call is about that carries the id in its body, and why.</summary>
internal sealed record NamedPlayer(string PlayerId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(OperatorReason.MaxLength)] string? Reason = null);

/// <summary>Which score a call is about that carries the ids in its body, and why.</summary>
internal sealed record NamedScore(
    string Board, string Window, string PlayerId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(OperatorReason.MaxLength)] string? Reason = null);

/// <summary>Which board a call is about that carries the id in its body, and why.</summary>
internal sealed record NamedBoard(string Board, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(OperatorReason.MaxLength)] string? Reason = null);

/// <summary>
/// Reads the body of the calls that carry ids there, because no path can carry <c>.</c> and <c>..</c>: older data may hold them, and what is held can be
/// hidden, removed and dropped. Why stands beside them, or in the query.
/// </summary>
internal static class NamedBody
{
    public static async ValueTask<(string Player, string? Reason, Problem? Problem)> PlayerAsync(HttpContext context, string? asked)
    {
        string?[] named = new string?[2];
        Problem? problem = await ReadAsync(context, ["playerId", "reason"], named, """Send {"playerId":"…"}, an id.""", asked);
        return (named[0] ?? "", named[1], problem);
    }

    public static async ValueTask<(NamedScore Score, Problem? Problem)> ScoreAsync(HttpContext context, string? asked)
    {
        string?[] named = new string?[4];
        Problem? problem = await ReadAsync(context, ["playerId", "board", "window", "reason"], named, """Send {"board":"…","window":"…","playerId":"…"}, ids and a window.""", asked);
        return (new NamedScore(named[1] ?? "", named[2] ?? "", named[0] ?? "", named[3]), problem);
    }

    public static async ValueTask<(string Board, string? Reason, Problem? Problem)> BoardAsync(HttpContext context, string? asked)
    {
        string?[] named = new string?[2];
        Problem? problem = await ReadAsync(context, ["board", "reason"], named, """Send {"board":"…"}, an id.""", asked);
        return (named[0] ?? "", named[1], problem);
    }

    // The last member is the reason, which need not be there.
    private static async ValueTask<Problem?> ReadAsync(HttpContext context, string[] names, string?[] named, string otherwise, string? asked)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        string? wrong = JsonMembers.Read(body, names, named);
        if (wrong is null && Array.FindIndex(named, 0, named.Length - 1, id => id is null || !IdRule.WasValid(id)) is >= 0 and var at)
            wrong = $"{names[at]} is {(named[at] is null ? "missing" : "no id")}.";
        if (wrong is not null)
            return new Problem(ProblemTypes.MalformedBody, $"{wrong} {otherwise}");
        return OperatorReason.OneOf(asked, named[^1], out named[^1]) ?? OperatorReason.Check(named[^1]);
    }
}
