using System.Text.Json;

namespace LiveOps.Console.Edits;

/// <summary>Finds where each value of a text stands, by JSON pointer (RFC 6901). Comments and commas at the end are let be.</summary>
internal static class JsonPlaces
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The places; null where the text is no JSON.</summary>
    public static Dictionary<string, JsonPlace>? Read(byte[] json)
    {
        var places = new Dictionary<string, JsonPlace>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            reader.Read();
            Walk(ref reader, "", -1, -1, places);
            reader.Read(); // throws on what follows
            return places;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter of half a character in a name
        {
            return null;
        }
    }

    /// <summary>A member's pointer.</summary>
    public static string Member(string pointer, string name) => $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>An item's pointer.</summary>
    public static string Item(string pointer, int at) => $"{pointer}/{at}";

    /// <summary>The pointer to what a value stands in, and its name there.</summary>
    public static (string Parent, string Name) Split(string pointer)
    {
        int at = pointer.LastIndexOf('/');
        return (pointer[..at], pointer[(at + 1)..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
    }

    private static void Walk(ref Utf8JsonReader reader, string pointer, int name, int before, Dictionary<string, JsonPlace> places)
    {
        int start = (int)reader.TokenStartIndex;
        (int Name, int End) last = JsonPlace.NoMember;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                int begins = (int)reader.TokenStartIndex;
                string member = Member(pointer, reader.GetString()!);
                reader.Read();
                Walk(ref reader, member, begins, last.End, places);
                last = (begins, (int)reader.BytesConsumed);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (int at = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; at++)
                Walk(ref reader, Item(pointer, at), -1, -1, places);
        }

        places[pointer] = new JsonPlace(name, before, start, (int)reader.BytesConsumed, last);
    }
}
