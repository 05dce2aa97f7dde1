using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.DeadLetters;

/// <summary>
/// <c>/v1/dead-letters</c>: what this service could not apply, for operators, whatever the bus. A service that consumes nothing has no such
/// calls.
/// </summary>
internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 50, MaxLimit = 500;

    private static readonly CallParameter Id = CallParameter.Path("id", "The letter's id, as the list names it.", SchemaParts.Text());

    public static void MapDeadLetters(this WebApplication app)
    {
        // In a cluster the bus brings the letters, also to a service that only publishes; embedded, there is no consumer of that kind.
        var services = app.Services.GetRequiredService<IServiceProviderIsService>();
        bool consumes = app.Configuration.GetBusKind() == BusKind.Embedded || services.IsService(typeof(IBusConsumer));
        if (!consumes || !services.IsService(typeof(IDeadLetters)))
            return;
        RouteGroupBuilder letters = app.MapGroup("/v1/dead-letters").InSection("dead letters", "Messages that this service could not apply.").RequireOperator().Refuses(ProblemTypes.Unavailable);
        letters.MapGet("/", List)
            .WithName("listDeadLetters").WithSummary("Messages this service could not apply, oldest first.")
            .Produces<DeadLetterPage>().Takes(CallParameter.After, CallParameter.Limit(MaxLimit, DefaultLimit));
        letters.MapGet("/{id}", Find)
            .WithName("getDeadLetter").WithSummary("One of them, with the events it carries.")
            .Produces<DeadLetterAnswer>().Takes(Id).Refuses(ProblemTypes.UnknownDeadLetter);
        letters.MapPost("/{id}/replay", Replay)
            .WithName("replayDeadLetter").WithSummary("Gives it to this service again, and to no other. What fails again is a letter again.")
            .Produces(204).Takes(Id).TakesReason().Refuses(ProblemTypes.UnknownDeadLetter);
        letters.MapDelete("/{id}", Discard)
            .WithName("discardDeadLetter").WithSummary("Forgets it: its events will never count here.")
            .Produces(204).Takes(Id).TakesReason().Refuses(ProblemTypes.UnknownDeadLetter);
    }

    private static async Task<IResult> List(IDeadLetters letters, CancellationToken cancellation, string? after = null, string? limit = null)
    {
        int most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        if (after is not null && !letters.IsId(after))
            return new Problem(ProblemTypes.InvalidParameter, "after must be the next of the page before.");
        IReadOnlyList<DeadLetter> page = await letters.ListAsync(after, most, cancellation);
        string? next = page.Count == most ? page[^1].Id : null;
        return TypedResults.Json(new DeadLetterPage([.. page.Select(DeadLetterAnswer.Of)], next), DeadLetterJson.Default.DeadLetterPage);
    }

    private static async Task<IResult> Find(IDeadLetters letters, string id, CancellationToken cancellation) =>
        await letters.FindAsync(id, cancellation) is { } letter
            ? TypedResults.Json(DeadLetterAnswer.WithContent(letter), DeadLetterJson.Default.DeadLetterAnswer)
            : Unknown();

    private static Task<IResult> Replay(HttpContext context, IDeadLetters letters, string id, string? reason = null) => SettleAsync(context, letters, id, "replay", letters.ReplayAsync, reason);

    private static Task<IResult> Discard(HttpContext context, IDeadLetters letters, string id, string? reason = null) => SettleAsync(context, letters, id, "discard", letters.DiscardAsync, reason);

    // Noted first, because letters are the bus's and the audit is not: there is no one step for both.
    private static async Task<IResult> SettleAsync(HttpContext context, IDeadLetters letters, string id, string action, Func<string, CancellationToken, Task<bool>> settle, string? reason)
    {
        if (OperatorReason.Check(reason) is { } problem)
            return problem;
        if (await letters.FindAsync(id, context.RequestAborted) is not { } letter)
            return Unknown();
        if (context.RequestServices.GetService<IAudit>() is { } audit)
            await audit.NoteAsync(Asked(context, action, letter, reason), context.RequestAborted);
        return await settle(id, context.RequestAborted) ? TypedResults.NoContent() : Unknown();
    }

    private static AuditEntry Asked(HttpContext context, string action, DeadLetter letter, string? reason)
    {
        DeadLetterAnswer content = DeadLetterAnswer.WithContent(letter);
        var told = new LetterInAudit(letter.Id, content.Kind, content.Events?.Count);
        return OperatorIdentity.Entry(context, AuditKinds.DeadLetter, action) with
        {
            Outcome = AuditEntry.Asked,
            PlayerId = content.PlayerId ?? "",
            Reason = reason ?? "",
            Before = JsonSerializer.Serialize(told, DeadLetterJson.Default.LetterInAudit),
        };
    }

    private static Problem Unknown() => new(ProblemTypes.UnknownDeadLetter, "It was replayed or discarded meanwhile, or never was.");
}
