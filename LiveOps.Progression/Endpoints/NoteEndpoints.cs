using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Progression.Notes;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Endpoints;

/// <summary>What operators write down about players, known here or not: also who never gained anything may have to be remembered.</summary>
internal static class NoteEndpoints
{
    private const int MaxBytes = 8 << 10; // each character of a text may be escaped, in six bytes

    public static void MapNotes(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder notes = routes.MapGroup("/v1/players/{id}/notes").InSection(PlayerEndpoints.Section, PlayerEndpoints.About).RequireOperator().Refuses(ProblemTypes.InvalidParameter, ProblemTypes.Unavailable);
        notes.MapGet("", ListAsync).WithName("listNotes").WithSummary("What operators wrote down about a player, newest first. Operator.").Produces<NotesBody>();
        notes.MapPost("", AddAsync).WithName("addNote").WithSummary($"Writes something down about a player, at most {Note.MostOfPlayer} notes each; it stands in the export, and goes when the player is erased. Operator.")
            .Accepts<NoteRequestBody>("application/json", "*/*").Produces<NoteBody>().Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.TooManyNotes);
        notes.MapDelete("/{note}", RemoveAsync).WithName("deleteNote").WithSummary("Deletes a note; the audit keeps what it said, until the player is erased. Operator.")
            .Takes(CallParameter.Path("note", "The note's id.", SchemaParts.Id)).TakesReason().Produces(StatusCodes.Status204NoContent).Refuses(ProblemTypes.UnknownNote);
    }

    private static async Task<IResult> ListAsync(string id, INoteStore store, CancellationToken cancellation) => IdRule.IsValid(id)
        ? Results.Json(new NotesBody(NoteBody.Of(await store.ReadAsync(id, cancellation))), NoteJson.Default.NotesBody)
        : PlayerEndpoints.InvalidId();

    private static async Task<IResult> AddAsync(string id, HttpContext context, INoteStore store)
    {
        if (!IdRule.IsValid(id))
            return PlayerEndpoints.InvalidId();
        if (await BoundedBody.ReadAsync(context, MaxBytes) is not { } body)
            return BoundedBody.LongerThan(MaxBytes);
        string?[] members = new string?[1];
        if (JsonMembers.Read(body, ["text"], members) is { } wrong)
            return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"text":"…"}.""");
        if (OperatorText.Required("text", members[0], Note.MaxText, out string text) is { } problem)
            return problem;
        AuditEntry who = OperatorIdentity.Entry(context, AuditKinds.Player, AuditEntry.Note);
        var note = new Note($"{Guid.NewGuid():n}", who.At, who.By, text);
        return await DurablyAsync(async () => await store.AddAsync(id, note, who with { PlayerId = id, After = Json(note) }, context.RequestAborted)
            ? Results.Json(NoteBody.Of(note), NoteJson.Default.NoteBody)
            : new Problem(ProblemTypes.TooManyNotes, $"A player has at most {Note.MostOfPlayer} notes, and all players of an embedded system have at most {Note.MostInMemory}: delete some."));
    }

    private static async Task<IResult> RemoveAsync(string id, string note, HttpContext context, INoteStore store, string? reason = null)
    {
        if (!IdRule.IsValid(id))
            return PlayerEndpoints.InvalidId();
        if (OperatorText.Optional("reason", reason, OperatorReason.MaxLength, out string why) is { } problem)
            return problem;
        if ((await store.ReadAsync(id, context.RequestAborted)).FirstOrDefault(one => one.Id == note) is not { } kept)
            return new Problem(ProblemTypes.UnknownNote);
        AuditEntry audit = OperatorIdentity.Entry(context, AuditKinds.Player, AuditEntry.DeleteNote) with { PlayerId = id, Reason = why, Before = Json(kept) };
        return await DurablyAsync(async () =>
        {
            await store.RemoveAsync(id, kept, audit, context.RequestAborted);
            return Results.NoContent();
        });
    }

    private static string Json(Note note) => JsonSerializer.Serialize(NoteBody.Of(note), NoteJson.Default.NoteBody);

    private static async Task<IResult> DurablyAsync(Func<Task<IResult>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "It could not be confirmed that it is durable: read the notes before it is sent again.", retryAfter: 1);
        }
    }
}
