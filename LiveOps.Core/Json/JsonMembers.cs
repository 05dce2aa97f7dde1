using System.Text.Json;

namespace LiveOps.Core.Json;

/// <summary>
/// Reads the body of a call that takes an object of a few members and nothing else: <c>{"playerId":"ada"}</c>. A member of another name is refused, and named: passed over, it
/// would be answered with what was not asked for.
/// </summary>
public static class JsonMembers
{
    private const int MaxNameShown = 64;

    /// <summary>Reads a body all of whose members are texts.</summary>
    /// <param name="json">The body.</param>
    /// <param name="names">What it may hold.</param>
    /// <param name="texts">Gets the text of each name, null where it does not stand.</param>
    /// <returns>What is wrong with it, a sentence; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> json, ReadOnlySpan<string> names, Span<string?> texts)
    {
        texts.Clear();
        return Walk(json, names, texts);
    }

    /// <summary>Checks that a body is an object that holds each of these members once at the most, and no other; whatever their values are, but null.</summary>
    /// <inheritdoc cref="Read"/>
    public static string? Check(ReadOnlySpan<byte> json, ReadOnlySpan<string> names) => Walk(json, names, []);

    private static string? Walk(ReadOnlySpan<byte> json, ReadOnlySpan<string> names, Span<string?> texts)
    {
        ReadOnlySpan<byte> body = JsonTokens.PastMark(json);
        if (body.Length == 0)
            return json.Length == 0 ? "The body is empty." : "The body is a byte order mark with nothing behind it.";
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "The body is no JSON object.";
            Span<bool> stands = stackalloc bool[names.Length];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string? name = JsonTokens.Text(ref reader);
                int member = name is null ? -1 : names.IndexOf(name);
                if (member < 0)
                    return $"{Shown(name)} is no member of this call's body: it has {string.Join(", ", names)}.";
                if (stands[member])
                    return $"{name} stands twice in the body.";
                stands[member] = true;
                reader.Read();
                if (texts.IsEmpty && reader.TokenType == JsonTokenType.Null)
                    return $"{name} is null: leave out what is not meant.";
                if (texts.IsEmpty)
                    reader.Skip();
                else if (reader.TokenType != JsonTokenType.String || (texts[member] = JsonTokens.Text(ref reader)) is null)
                    return $"{name} must be text.";
            }

            reader.Read(); // throws on what follows the object
            return null;
        }
        catch (JsonException)
        {
            return "The body is not JSON.";
        }
    }

    private static string Shown(string? name) => name is null ? "A name that is no text" : name.Length > MaxNameShown ? name[..MaxNameShown] + "…" : name;
}
