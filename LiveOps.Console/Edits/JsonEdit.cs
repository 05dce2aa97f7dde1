using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Console.Edits;

/// <summary>Changes one value of a text and leaves the rest as it stands: its order, its blanks, its comments.</summary>
internal static class JsonEdit
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as JSON.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>The text with a value in it, instead of what stood there, or as a new member of the objects that lead to it; the same text where that cannot be.</summary>
    /// <param name="text">JSON, with comments.</param>
    /// <param name="pointer">Where (RFC 6901).</param>
    /// <param name="json">The value; null takes the member away.</param>
    public static string Set(string text, string pointer, string? json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (pointer.Length == 0 || JsonPlaces.Read(bytes) is not { } places)
            return text;
        if (places.TryGetValue(pointer, out JsonPlace place))
            return json is not null ? Splice(bytes, place.Start, place.End, json) : place.Name < 0 ? text : Remove(bytes, place);
        if (json is null)
            return text;
        (string parent, string name) = JsonPlaces.Split(pointer);
        string member = $"{Quote(name)}: {json}";
        return places.TryGetValue(parent, out JsonPlace inside) ? bytes[inside.Start] == (byte)'{' ? Add(bytes, inside, member) : text : Set(text, parent, $"{{ {member} }}");
    }

    private static string Add(byte[] json, JsonPlace inside, string member)
    {
        if (inside.Last.End < 0)
            return Splice(json, inside.Start + 1, inside.Start + 1, $" {member} ");
        // On a line of its own, as deep, where the last member has one.
        int line = json.AsSpan(0, inside.Last.Name).LastIndexOf((byte)'\n');
        bool isAlone = line >= inside.Start && json.AsSpan((line + 1)..inside.Last.Name).IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
        string between = isAlone ? "\n" + Encoding.UTF8.GetString(json, line + 1, inside.Last.Name - line - 1) : " ";
        return Splice(json, inside.Last.End, inside.Last.End, $",{between}{member}");
    }

    // With one of the commas around it.
    private static string Remove(byte[] json, JsonPlace place)
    {
        int comma = CommaBehind(json, place.End);
        return comma >= 0 ? Splice(json, place.Name, comma + 1, "") : Splice(json, place.Before >= 0 ? place.Before : place.Name, place.End, "");
    }

    private static int CommaBehind(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length)
        {
            if (json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                at++;
            else if (json[at..].StartsWith("//"u8))
                at = json[at..].IndexOf((byte)'\n') is >= 0 and var end ? at + end : json.Length;
            else if (json[at..].StartsWith("/*"u8))
                at = json[at..].IndexOf("*/"u8) is >= 0 and var end ? at + end + 2 : json.Length;
            else
                return json[at] == (byte)',' ? at : -1;
        }

        return -1;
    }

    private static string Splice(byte[] json, int start, int end, string with) => Encoding.UTF8.GetString(json, 0, start) + with + Encoding.UTF8.GetString(json, end, json.Length - end);
}
