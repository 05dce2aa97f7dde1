using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LiveOps.Console.Services;

/// <summary>What a service said; or that it said nothing.</summary>
public sealed class Answer
{
    /// <summary>The status; 0 where nothing came.</summary>
    public int Status { get; init; }

    /// <summary>The body as it came.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The body where it is JSON.</summary>
    public Part Json { get; private init; }

    /// <summary>What names its version.</summary>
    public string ETag { get; init; } = "";

    /// <summary>Whether it is what was asked for: JSON, or nothing where nothing is to be said. What else stands in the way, a proxy's page or a redirect, is no answer of a service.</summary>
    public bool IsGood => Status is >= 200 and < 300 && (Json.Is || (Body.Length == 0 && (Status is 202 or 204)));

    /// <summary>Whether the service gave no usable answer.</summary>
    public bool IsDown => !IsGood && Status is not (>= 400 and < 500);

    /// <summary>The last part of the problem's type.</summary>
    public string Problem => Json.Text("type") is var type && type.LastIndexOf('/') is >= 0 and var at ? type[(at + 1)..] : "";

    /// <summary>What the service says is wrong.</summary>
    public string Detail => Json.Text("detail") is { Length: > 0 } detail ? detail : Json.Text("title");

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Reads what came.</summary>
    public static Answer Of(int status, string? mediaType, byte[] body, string etag) =>
        new() { Status = status, Body = body, ETag = etag, Json = mediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true ? Read(body) : default };

    private static Part Read(byte[] body)
    {
        if (!Utf8.IsValid(body))
            return default;
        try
        {
            return new Part(JsonElement.Parse(body, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }));
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
