using System.Text.Json;
using LiveOps.Core.Problems;

namespace LiveOps.Progression.Claims;

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
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Malformed();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string? expected = reader.ValueTextEquals("playerId"u8) ? playerId : reader.ValueTextEquals("reward"u8) ? reward : null;
                reader.Read();
                if (expected is null || reader.TokenType != JsonTokenType.String)
                    return Malformed();
                if (!reader.ValueTextEquals(expected))
                    return new Problem(ProblemTypes.InvalidParameter, "The signed body names another player or reward than the path.");
            }

            reader.Read(); // throws on what follows the object
            return null;
        }
        catch (JsonException)
        {
            return Malformed();
        }
    }

    private static Problem Malformed() => new(ProblemTypes.MalformedBody, """The body of a claim is empty, or {"playerId":"…","reward":"…"} as in the path.""");
}
