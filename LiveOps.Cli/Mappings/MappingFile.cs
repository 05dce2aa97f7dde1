using System.Text.Json;
using System.Text.Json.Serialization;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Mappings;

/// <summary>Reads a mapping from a file of JSON (<c>mapping.schema.json</c>): members that it does not have are refused by name.</summary>
internal static class MappingFile
{
    private const long MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>The schema of such files.</summary>
    public static string Schema()
    {
        using Stream stream = typeof(MappingFile).Assembly.GetManifestResourceStream("mapping.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static Mapping Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw CliFault.Usage($"the mapping {path} is longer than {MostBytes >> 20} MiB.");
            return Make(path, JsonSerializer.Deserialize<Text>(File.ReadAllText(path), Options) ?? throw new JsonException("it is null"));
        }
        catch (JsonException e)
        {
            throw CliFault.Usage($"the mapping {path} cannot be used: {e.Message} (liveops import --mapping-schema prints what it may say)", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"the mapping {path} cannot be read: {e.Message}", e);
        }
    }

    private static Mapping Make(string path, Text text)
    {
        if (text.Fields.Keys.FirstOrDefault(name => !Mapping.Members.Contains(name)) is { } stranger)
            throw CliFault.Usage($"the mapping {path} names {PlainText.Of(stranger)}, which no event has. There are {string.Join(", ", Mapping.Members)}.");
        if (text.PlayerIds is not ("strict" or "encode"))
            throw CliFault.Usage($"the mapping {path} says playerIds {PlainText.Of(text.PlayerIds)}; it is strict or encode.");
        return new Mapping { Record = text.Record, EncodesPlayers = text.PlayerIds == "encode", Fields = text.Fields.ToDictionary(field => field.Key, field => Rule(path, field.Key, field.Value)) };
    }

    // A text is the field's name; an object says more.
    private static FieldRule Rule(string path, string name, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            return FieldRule.Of(json.GetString()!);
        Field field = json.Deserialize<Field>(Options) ?? throw new JsonException($"{name} is null");
        if (field.From is null == field.Value is null)
            throw CliFault.Usage($"the mapping {path} must say of {name} either from or value.");
        if (field.Times == 0)
            throw CliFault.Usage($"the mapping {path} has {name} times 0; leave it out, or say another number.");
        string[] from = field.From is { ValueKind: JsonValueKind.Array } many ? [.. many.EnumerateArray().Select(one => one.GetString()!)] : field.From is { } single ? [single.Deserialize<string>()!] : [];
        return new FieldRule(from, field.Value, field.Default, field.Format, field.Times, field.Replace);
    }

    private sealed record Text
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }

        public string? Record { get; init; }

        public string PlayerIds { get; init; } = "strict";

        public required Dictionary<string, JsonElement> Fields { get; init; }
    }

    private sealed record Field
    {
        public JsonElement? From { get; init; }

        public string? Value { get; init; }

        public string? Default { get; init; }

        public string? Format { get; init; }

        public decimal Times { get; init; } = 1;

        public Dictionary<string, string>? Replace { get; init; }
    }
}
