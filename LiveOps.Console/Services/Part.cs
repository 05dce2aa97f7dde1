using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Console.Services;

/// <summary>A part of what a service said. A member that is not there, or is something else, is nothing: a service of another version may say more or less.</summary>
public readonly struct Part
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement _json;

    /// <summary>Stands for JSON.</summary>
    public Part(JsonElement json) => _json = json;

    /// <summary>Whether there is anything.</summary>
    public bool Is => _json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>What it is.</summary>
    public JsonValueKind Kind => _json.ValueKind;

    /// <summary>A member.</summary>
    public Part this[string name] => _json.ValueKind == JsonValueKind.Object && TryGet(name, out JsonElement member) ? new Part(member) : default;

    /// <summary>The items of a list; none of anything else.</summary>
    public IReadOnlyList<Part> Items => _json.ValueKind == JsonValueKind.Array ? [.. _json.EnumerateArray().Select(item => new Part(item))] : [];

    /// <summary>The members of an object; none of anything else.</summary>
    public IReadOnlyList<(string Name, Part Value)> Members => _json.ValueKind == JsonValueKind.Object ? [.. _json.EnumerateObject().Select(member => (Name(member), new Part(member.Value)))] : [];

    /// <summary>The text as it stands there; JSON where it is none.</summary>
    public override string ToString() => _json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => Text(),
        _ => _json.GetRawText(),
    };

    /// <summary>A member's text.</summary>
    public string Text(string name) => this[name].ToString();

    /// <summary>A member that is a whole number.</summary>
    public long? Number(string name) => this[name]._json is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value) ? value : null;

    /// <summary>A member that is a number, whole or not.</summary>
    public double? Real(string name) => this[name]._json is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double value) && double.IsFinite(value) ? value : null;

    /// <summary>A member that is a time.</summary>
    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>Whether a member is true.</summary>
    public bool IsTrue(string name) => this[name]._json.ValueKind == JsonValueKind.True;

    /// <summary>Whether a text is the same JSON, however it is written.</summary>
    public bool IsSameAs(string? json)
    {
        try
        {
            return json is not null && JsonElement.DeepEquals(_json, JsonElement.Parse(json));
        }
        catch (Exception e) when (IsHalfACharacter(e))
        {
            return false;
        }
    }

    /// <summary>It as JSON that people read; nothing of nothing.</summary>
    public string Pretty()
    {
        try
        {
            return Is ? JsonSerializer.Serialize(_json, Indented) : "";
        }
        catch (Exception e) when (IsHalfACharacter(e))
        {
            return _json.GetRawText();
        }
    }

    // JSON may escape one half of a character of two (\ud800), of which no text can be made: it is shown as it was escaped.
    private static bool IsHalfACharacter(Exception e) => e is InvalidOperationException or ArgumentException or JsonException;

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (Exception e) when (IsHalfACharacter(e))
        {
            return "\ufffd";
        }
    }

    private string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (Exception e) when (IsHalfACharacter(e))
        {
            return _json.GetRawText();
        }
    }

    private bool TryGet(string name, out JsonElement member)
    {
        try
        {
            return _json.TryGetProperty(name, out member);
        }
        catch (Exception e) when (IsHalfACharacter(e)) // in a neighbour's name
        {
            member = _json.EnumerateObject().FirstOrDefault(one => Name(one) == name).Value;
            return member.ValueKind != JsonValueKind.Undefined;
        }
    }
}
