using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Endpoints;

/// <summary>What is known of a player, and forgetting it.</summary>
internal static class PlayerEndpoints
{
    /// <summary>The section of calls about players, and what it is about.</summary>
    internal const string Section = "players", About = "Progress, rewards and their receipts.";

    public static void MapPlayers(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder player = routes.MapGroup("/v1/players/{id}").InSection(Section, About).Refuses(ProblemTypes.Unavailable);

        player.MapGet("", GetProgress).WithName("getPlayer").WithSummary("A player's level, XP, boss kills and items.")
            .Produces<PlayerBody>().Refuses(ProblemTypes.UnknownPlayer);
        player.MapGet("/rewards", GetRewards).WithName("getRewards").WithSummary("The rewards granted to a player, claimable or claimed.")
            .Produces<RewardsBody>().Refuses(ProblemTypes.UnknownPlayer);
        player.MapDelete("", Erase).WithName("erasePlayer").WithSummary("Erases a player in every service, known or not; again is no error. Operator.").RequireOperator().TakesReason()
            .Produces(StatusCodes.Status204NoContent);
        routes.MapPost("/v1/players/erase", EraseNamed).InSection(Section, About).WithName("eraseNamedPlayer").Takes(CallParameter.Reason).RequireOperator()
            .WithSummary("Erases the player whose id stands in the body: also one that no path can carry, . or .., accepted before those were refused. Operator.")
            .Accepts<NamedPlayerBody>("application/json", "*/*").Produces(StatusCodes.Status204NoContent)
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.Unavailable);
    }

    private static Task GetProgress(string id, HttpContext context, IProgressStore store) => AnswerAsync(id, context, store, PlayerPart.Progress);

    private static Task GetRewards(string id, HttpContext context, IProgressStore store) => AnswerAsync(id, context, store, PlayerPart.Rewards);

    private static async Task<IResult> EraseNamed(HttpContext context, IProgressStore store, IAudit audit, string? reason = null) => await NamedAsync(context, reason) switch
    {
        (_, _, { } problem) => problem,
        var (id, why, _) => await EraseAsync(id, context, store, audit, why),
    };

    /// <summary>An entry of the audit for what is done once it is durable.</summary>
    internal static AuditEntry Asked(HttpContext context, string action, string id, string? reason) =>
        OperatorIdentity.Entry(context, AuditKinds.Player, action) with { Outcome = AuditEntry.Asked, PlayerId = id, Reason = reason ?? "" };

    /// <summary>The player whose id stands in the body, and why, as it stands there or was asked in the query.</summary>
    internal static async ValueTask<(string Id, string? Reason, Problem? Problem)> NamedAsync(HttpContext context, string? asked)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return ("", null, BoundedBody.TooLarge);
        string?[] named = new string?[2];
        string? wrong = JsonMembers.Read(body, ["playerId", "reason"], named);
        if (wrong is not null || named[0] is not { } id || !IdRule.WasValid(id))
            return ("", null, new Problem(ProblemTypes.MalformedBody, $$"""{{wrong ?? "playerId is no id."}} Send {"playerId":"…"}."""));
        Problem? differ = OperatorReason.OneOf(asked, named[1], out string? reason);
        return (id, reason, differ);
    }

    private static async Task<IResult> Erase(string id, HttpContext context, IProgressStore store, IAudit audit, string? reason = null) =>
        IdRule.IsValid(id) ? await EraseAsync(id, context, store, audit, reason) : InvalidId();

    // Noted first, because it is done by way of the bus, in every service: there is no one step for both.
    private static async Task<IResult> EraseAsync(string id, HttpContext context, IProgressStore store, IAudit audit, string? reason)
    {
        if (OperatorReason.Check(reason) is { } problem)
            return problem;
        try
        {
            await audit.NoteAsync(Asked(context, "erase", id, reason), context.RequestAborted);
            await store.EraseAsync(id, context.RequestAborted);
            return Results.NoContent();
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "The erasure could not be made durable: send it again.", retryAfter: 1);
        }
    }

    private static Task AnswerAsync(string id, HttpContext context, IProgressStore store, PlayerPart part) =>
        IdRule.IsValid(id) ? WriteAsync(id, context, store, part) : InvalidId().ExecuteAsync(context);

    private static Task WriteAsync(string id, HttpContext context, IProgressStore store, PlayerPart part) => JsonAnswers.WriteAsync(
        context,
        (id, store, part),
        static (call, json, cancellation) => call.store.TryWriteAsync(call.id, call.part, json, cancellation),
        static () => new Problem(ProblemTypes.UnknownPlayer));

    /// <summary>What is answered where the path has no id.</summary>
    internal static Problem InvalidId() => new(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
}
