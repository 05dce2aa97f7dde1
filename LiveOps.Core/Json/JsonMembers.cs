using System.Text.Json;

namespace LiveOps.Core.Json;

/// <summary>Reads the body of a call that takes an object of a few texts and nothing else: <c>{"playerId":"ada"}</c>.</summary>
public static class JsonMembers
{
    /// <summary>Reads it.</summary>
    /// <param name="json">The body.</param>
    /// <param name="names">What it may hold.</param>
    /// <param name="texts">Gets the text of each name, null where it does not stand.</param>
    /// <returns>False when it is no such object: other JSON or none, a member of another name, one that stands there twice, or one that is no text.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, ReadOnlySpan<string> names, Span<string?> texts)
    {
        texts.Clear();
        try
        {
            var reader = new Utf8JsonReader(JsonTokens.PastMark(json));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int member = JsonTokens.Text(ref reader) is { } name ? names.IndexOf(name) : -1;
                if (member < 0 || texts[member] is not null || !reader.Read() || reader.TokenType != JsonTokenType.String)
                    return false;
                texts[member] = JsonTokens.Text(ref reader);
                if (texts[member] is null)
                    return false;
            }

            reader.Read(); // throws on what follows the object
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
