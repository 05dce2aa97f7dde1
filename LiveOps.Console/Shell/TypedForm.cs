using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Console.Services;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LiveOps.Console.Shell;

/// <summary>What was typed into a form that was not taken: it goes back to who typed it, and is kept nowhere.</summary>
/// <param name="Text">A document, or whatever else is long.</param>
/// <param name="Values">The other fields; of a document's form those that differ from the document.</param>
public sealed record TypedForm(string Text, IReadOnlyList<(string Name, string Value)> Values)
{
    /// <summary>Nothing.</summary>
    public static readonly TypedForm None = new("", []);

    // What pages put into forms and nobody types, and what nobody is shown.
    private static readonly string[] Untyped = ["form", "token", "text", "by", "do", "etag", "version", "tried", "of", "period", "offset", "grant", "note", "back", "seen", "service", "after", "status", "subject"];

    /// <summary>
    /// What came with a request whose form was read. Nothing where the cookie of forms did not come with it: another site's form brings none, and has no words put on a page of ours.
    /// </summary>
    internal static TypedForm Of(HttpContext http) =>
        http.Features.Get<IFormFeature>()?.Form is { } form && http.Request.Cookies.ContainsKey(http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name!) ? Of(form) : None;

    private static TypedForm Of(IFormCollection form)
    {
        var typed = new Fields(form);
        bool byFields = typed["by"] == "fields"; // then its text is the document as it was
        Part document = byFields ? Read(typed.Raw("text")) : default;
        return new TypedForm(byFields ? "" : typed.Raw("text"), [.. form.Keys.Except(Untyped).SelectMany(name => typed.All(name), (name, value) => (name, value.ReplaceLineEndings("\n").Trim())).Where(IsTyped)]);

        bool IsTyped((string Name, string Value) field) =>
            field.Name.StartsWith("at:", StringComparison.Ordinal) ? field.Value != Shown(At(document, field.Name[3..])).Trim() : field.Value.Length > 0;
    }

    private static Part Read(string json)
    {
        try
        {
            return new Part(JsonElement.Parse(Encoding.UTF8.GetBytes(json), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // By a JSON pointer (RFC 6901).
    private static Part At(Part part, string pointer)
    {
        foreach (string name in pointer.Split('/').Skip(1).Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            part = part.Kind == JsonValueKind.Array
                ? int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int at) && part.Items is var items && at < items.Count ? items[at] : default
                : part[name];
        }

        return part;
    }

    // As a field has it.
    private static string Shown(Part part) => part.Kind switch
    {
        JsonValueKind.Array => string.Join('\n', part.Items),
        JsonValueKind.Object => string.Join('\n', part.Members.Select(member => $"{member.Name}: {member.Value}")),
        _ => part.ToString(),
    };
}
