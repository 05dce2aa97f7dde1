using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveOps.Progression.Endpoints;

/// <summary>What another service knows of a player.</summary>
/// <param name="Service">Which service.</param>
/// <param name="Members">The members of the export that are its.</param>
internal sealed record ExportPart(string Service, IReadOnlyList<string> Members)
{
    private const string Known = "known", CutShort = "cutShort";

    /// <summary>All of them, in the order in which they stand in an export.</summary>
    public static readonly ExportPart[] All =
    [
        new("fairness", ["standing"]),
        new("leaderboard", ["ranks", "hidden", "periods", "leagues", "liveEvents"]),
        new("gateway", ["notices"]),
    ];

    /// <summary>The service's answer; null where it gave none that can be used.</summary>
    public JsonObject? Answer { get; private init; }

    /// <summary>Whether the service knows of the player.</summary>
    public bool IsKnown => Answer is not null && (bool)Answer[Known]!;

    /// <summary>The members of which there is more.</summary>
    public IEnumerable<string> Cut => Answer is null ? [] : Answer[CutShort]!.AsArray().Select(member => (string)member!);

    /// <summary>With what the service answered, which is checked.</summary>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public ExportPart With(byte[] json) =>
        JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject answer
        && answer[Known]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
        && answer[CutShort] is JsonArray cut && cut.All(member => member?.GetValueKind() == JsonValueKind.String)
        && Members.All(answer.ContainsKey)
            ? this with { Answer = answer }
            : throw new JsonException($"what {Service} answered is not what it knows of a player");
}
