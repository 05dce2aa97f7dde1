using System.Text.Json;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Connecting;

/// <summary>What a service answered.</summary>
internal sealed record ApiAnswer(int Status, string Text, string? ETag)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The problem's name; empty when it is none of ours.</summary>
    public string Problem => Member("type") is { } type && type.StartsWith(Space, StringComparison.Ordinal) ? type[Space.Length..] : "";

    public string Detail => Member("detail") ?? Member("title") ?? "";

    /// <summary>The JSON that it must be.</summary>
    public JsonElement Json => Parse() ?? throw NoJson();

    /// <summary>Its text, when it is an object of JSON: whoever prints an answer as it is must not print somebody else's page.</summary>
    public string JsonObject => Json.ValueKind == JsonValueKind.Object ? Text : throw NoJson();

    /// <summary>The same of a document, which may have comments.</summary>
    public string Document
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
                return document.RootElement.ValueKind == JsonValueKind.Object ? Text : throw NoJson();
            }
            catch (JsonException)
            {
                throw NoJson();
            }
        }
    }

    private const string Space = "https://liveops.dev/problems/";

    private string? Member(string name) => Parse() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private CliFault NoJson() => Session.Fault(Status, "", "the answer is not LiveOps's JSON");

    private JsonElement? Parse()
    {
        try
        {
            return JsonElement.Parse(Text);
        }
        catch (JsonException)
        {
            return null; // somebody's page in between
        }
    }
}
