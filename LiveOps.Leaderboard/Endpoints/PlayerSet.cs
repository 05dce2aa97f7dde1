using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Reads the players that a call asks for together: <c>{"playerIds":["ada","bob"]}</c>.</summary>
internal static class PlayerSet
{
    /// <summary>The most players of a set.</summary>
    public const int Most = 500;

    private const int MostBytes = 64 << 10; // 500 ids of 64 characters take 34 KB
    private const string Otherwise = """Send {"playerIds":["…"]}, at most 500 ids.""";

    /// <summary>The players in the order they stand there, each once.</summary>
    public static async ValueTask<(IReadOnlyList<string> Players, Problem? Problem)> ReadAsync(HttpContext context)
    {
        if (await BoundedBody.ReadAsync(context, MostBytes) is not { } body)
            return ([], BoundedBody.LongerThan(MostBytes));
        var players = new List<string>();
        return Read(body, players) is { } wrong ? ([], new Problem(ProblemTypes.MalformedBody, $"{wrong} {Otherwise}")) : (players, null);
    }

    // What is wrong with it, a sentence; null when nothing is.
    private static string? Read(ReadOnlySpan<byte> json, List<string> players)
    {
        if (JsonMembers.Check(json, ["playerIds"]) is { } wrong)
            return wrong;
        var reader = new Utf8JsonReader(JsonTokens.PastMark(json));
        reader.Read();
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return "playerIds is missing.";
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return "playerIds must be an array.";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count == Most)
                return $"playerIds holds more than {Most}.";
            if (reader.TokenType != JsonTokenType.String || JsonTokens.Text(ref reader) is not { } id)
                return $"playerIds[{count}] is no text.";
            if (!IdRule.WasValid(id))
                return $"playerIds[{count}] is no id: 1 to {IdRule.MaxLength} characters of [A-Za-z0-9_.:-].";
            if (seen.Add(id))
                players.Add(id);
        }

        return null;
    }
}
