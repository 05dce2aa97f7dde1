using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveOps.Core.Boards;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Progression.Notes;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;

namespace LiveOps.Progression.Endpoints;

/// <summary>
/// The export of a player:
/// <list type="number">
/// <item>it is noted in the audit before anything is given away: what was not noted is not given;</item>
/// <item>what Progression knows is read, and the others are asked;</item>
/// <item>a player of whom nobody knows anything is unknown. While somebody gave no answer, that cannot be said;</item>
/// <item>all of it is one object: the members of a service that gave no answer are null, and named in <c>degraded</c>.</item>
/// </list>
/// </summary>
internal static class ExportEndpoints
{
    private const string Summary = "All that all services know of a player. Operator.";

    public static void MapExport(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/players/{id}/export", Export).InSection(PlayerEndpoints.Section, PlayerEndpoints.About).WithName("exportPlayer").WithSummary(Summary).RequireOperator().TakesReason()
            .Produces<ExportBody>().Refuses(ProblemTypes.UnknownPlayer, ProblemTypes.Unavailable);
        routes.MapPost("/v1/players/export", ExportNamed).InSection(PlayerEndpoints.Section, PlayerEndpoints.About).WithName("exportNamedPlayer").Takes(CallParameter.Reason).RequireOperator()
            .WithSummary("The same of the player whose id stands in the body. Operator.")
            .Accepts<NamedPlayerBody>("application/json", "*/*").Produces<ExportBody>()
            .Refuses(ProblemTypes.UnknownPlayer, ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.Unavailable);
    }

    private static Task Export(string id, HttpContext context, IProgressStore store, INoteStore notes, ExportParts parts, IAudit audit, string? reason = null) =>
        IdRule.IsValid(id) ? ExportAsync(id, context, store, notes, parts, audit, reason) : PlayerEndpoints.InvalidId().ExecuteAsync(context);

    private static async Task ExportNamed(HttpContext context, IProgressStore store, INoteStore notes, ExportParts parts, IAudit audit, string? reason = null)
    {
        (string id, reason, Problem? problem) = await PlayerEndpoints.NamedAsync(context, reason);
        await (problem?.ExecuteAsync(context) ?? ExportAsync(id, context, store, notes, parts, audit, reason));
    }

    private static async Task ExportAsync(string id, HttpContext context, IProgressStore store, INoteStore written, ExportParts elsewhere, IAudit audit, string? reason)
    {
        if (OperatorReason.Check(reason) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        // 1
        await audit.NoteAsync(PlayerEndpoints.Asked(context, "export", id, reason), context.RequestAborted);

        // 2
        (bool isKnown, byte[] own, ExportPart[] parts) = await GatherAsync(id, context, store, elsewhere);
        IReadOnlyList<Note> notes = await written.ReadAsync(id, context.RequestAborted);

        // 3
        if (!isKnown && notes.Count == 0 && parts.All(part => part.Answer is not null && !part.IsKnown))
        {
            await new Problem(ProblemTypes.UnknownPlayer).ExecuteAsync(context);
            return;
        }

        // 4
        NameBoards(parts);
        using JsonDocument document = JsonDocument.Parse(own);
        await JsonAnswers.WriteAsync(
            context,
            (document, notes, parts),
            static (export, json, _) =>
            {
                Write(json, export.document, export.notes, export.parts);
                return new(true);
            },
            static () => new Problem(ProblemTypes.UnknownPlayer));
    }

    // Where the own part cannot be had nobody is asked any longer.
    private static async Task<(bool IsKnown, byte[] Own, ExportPart[] Parts)> GatherAsync(string id, HttpContext context, IProgressStore store, ExportParts elsewhere)
    {
        using CancellationTokenSource asking = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Task<ExportPart[]> asked = elsewhere.AskAsync(context, id, asking.Token);
        try
        {
            (bool isKnown, byte[] own) = await ReadAsync(id, store, context.RequestAborted);
            return (isKnown, own, await asked);
        }
        finally
        {
            await asking.CancelAsync();
            await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<(bool IsKnown, byte[] Json)> ReadAsync(string id, IProgressStore store, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        await using var json = new Utf8JsonWriter(buffer, JsonAnswers.Options);
        bool isKnown = await store.TryWriteAsync(id, PlayerPart.Export, json, cancellation);
        if (!isKnown)
            store.WriteNobody(id, json);
        await json.FlushAsync(cancellation);
        return (isKnown, buffer.WrittenSpan.ToArray());
    }

    private static void Write(Utf8JsonWriter json, JsonDocument own, IReadOnlyList<Note> notes, ExportPart[] parts)
    {
        json.WriteStartObject();
        foreach (JsonProperty member in own.RootElement.EnumerateObject())
            member.WriteTo(json);
        json.WritePropertyName("notes");
        JsonSerializer.Serialize(json, NoteBody.Of(notes), NoteJson.Default.NoteBodyArray);
        foreach (ExportPart part in parts)
        {
            foreach (string member in part.Members)
            {
                json.WritePropertyName(member);
                if (part.Answer?[member] is { } value)
                    value.WriteTo(json);
                else
                    json.WriteNullValue();
            }
        }

        WriteNames(json, "degraded", parts.Where(part => part.Answer is null).SelectMany(part => part.Members));
        WriteNames(json, "cutShort", parts.SelectMany(part => part.Cut));
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> members)
    {
        json.WriteStartArray(name);
        foreach (string member in members)
            json.WriteStringValue(member);
        json.WriteEndArray();
    }

    // Fairness keeps no names of boards, only their hashes: those that the player is on are known from the leaderboard.
    private static void NameBoards(ExportPart[] parts)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string member in (ReadOnlySpan<string>)["ranks", "periods"])
        {
            foreach (JsonNode? place in Items(parts, member))
            {
                if ((place as JsonObject)?["board"] is JsonValue board && board.TryGetValue(out string? name))
                    names[BoardHash.Of(name).ToString("x16", System.Globalization.CultureInfo.InvariantCulture)] = name;
            }
        }

        JsonObject? standing = parts.Select(part => part.Answer?["standing"]).OfType<JsonObject>().FirstOrDefault();
        if ((standing?["learned"] as JsonObject)?["boards"] is not JsonArray learned)
            return;
        foreach (JsonObject board in learned.OfType<JsonObject>())
        {
            if (board["board"] is JsonValue hash && hash.TryGetValue(out string? text) && names.TryGetValue(text, out string? name))
                board["board"] = name;
        }
    }

    private static IEnumerable<JsonNode?> Items(ExportPart[] parts, string member) => parts.Select(part => part.Answer?[member]).OfType<JsonArray>().SelectMany(array => array);
}
