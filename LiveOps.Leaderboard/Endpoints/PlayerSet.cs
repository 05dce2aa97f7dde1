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
        return Read(body) is { } players ? (players, null) : ([], new Problem(ProblemTypes.MalformedBody, Otherwise));
    }

    private static List<string>? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(JsonTokens.PastMark(json));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
                || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !JsonTokens.Is(ref reader, "playerIds"u8)
                || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return null;
            }

            var players = new List<string>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (int count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            {
                if (count == Most || reader.TokenType != JsonTokenType.String || JsonTokens.Text(ref reader) is not { } id || !IdRule.WasValid(id))
                    return null;
                if (seen.Add(id))
                    players.Add(id);
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
                return null;
            reader.Read(); // throws on what follows the object
            return players;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
