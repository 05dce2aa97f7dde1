using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Core.Json;

/// <summary>
/// What changed from one JSON document to another, as a JSON patch (https://www.rfc-editor.org/rfc/rfc6902): applied to the first it gives the second.
/// <list type="number">
/// <item>Objects are compared member by member: what is gone is removed, what is new is added, what is in both is compared.</item>
/// <item>Of two arrays what they begin and end with alike is let be; what lies between is compared place by place, and what is left over is removed from its end or added there.</item>
/// <item>Anything else that differs is replaced.</item>
/// </list>
/// It need not be the shortest. The order of an object's members means nothing.
/// </summary>
public static class JsonPatch
{
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Read = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The patch; <c>[]</c> where nothing changed.</summary>
    /// <param name="before">JSON; comments and trailing commas are passed over.</param>
    /// <param name="after">The same.</param>
    /// <exception cref="JsonException">One of them is no JSON.</exception>
    public static string Between(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using JsonDocument from = Parse(before), to = Parse(after);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Written))
        {
            json.WriteStartArray();
            Compare(json, "", from.RootElement, to.RootElement);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Read);

    private static void Compare(Utf8JsonWriter json, string path, JsonElement before, JsonElement after)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
            CompareObjects(json, path, before, after); // 1
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
            CompareArrays(json, path, before, after); // 2
        else if (!JsonElement.DeepEquals(before, after))
            Write(json, "replace", path, after); // 3
    }

    private static void CompareObjects(Utf8JsonWriter json, string path, JsonElement before, JsonElement after)
    {
        Dictionary<string, JsonElement> old = Members(before), now = Members(after);
        foreach ((string name, JsonElement value) in old)
        {
            if (now.TryGetValue(name, out JsonElement changed))
                Compare(json, Join(path, name), value, changed);
            else
                Write(json, "remove", Join(path, name), null);
        }

        foreach ((string name, JsonElement value) in now)
        {
            if (!old.ContainsKey(name))
                Write(json, "add", Join(path, name), value);
        }
    }

    private static void CompareArrays(Utf8JsonWriter json, string path, JsonElement before, JsonElement after)
    {
        JsonElement[] old = [.. before.EnumerateArray()], now = [.. after.EnumerateArray()];
        int begin = 0, end = 0, shorter = Math.Min(old.Length, now.Length);
        while (begin < shorter && JsonElement.DeepEquals(old[begin], now[begin]))
            begin++;
        while (end < shorter - begin && JsonElement.DeepEquals(old[^(end + 1)], now[^(end + 1)]))
            end++;
        int at = begin;
        for (; at < shorter - end; at++)
            Compare(json, Join(path, at), old[at], now[at]);
        for (int gone = old.Length - end - 1; gone >= at; gone--)
            Write(json, "remove", Join(path, gone), null);
        for (; at < now.Length - end; at++)
            Write(json, "add", Join(path, at), now[at]);
    }

    // Of a name that comes twice the last counts, as for who reads the document.
    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
            members[member.Name] = member.Value;
        return members;
    }

    private static string Join(string path, string name) => $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string Join(string path, int at) => string.Create(CultureInfo.InvariantCulture, $"{path}/{at}");

    private static void Write(Utf8JsonWriter json, string operation, string path, JsonElement? value)
    {
        json.WriteStartObject();
        json.WriteString("op", operation);
        json.WriteString("path", path);
        if (value is { } written)
        {
            json.WritePropertyName("value");
            written.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
