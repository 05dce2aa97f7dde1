using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveOps.Fairness.Endpoints;

/// <summary>How a player stands, and what operators may do about it.</summary>
internal static class StandingEndpoints
{
    private const string Section = "standing", About = "How players stand, and what operators may do about it.";

    private static readonly CallParameter Operator = CallParameter.Header(OperatorIdentity.Header, "Who decides, where the token is shared by several; absent: operator.", SchemaParts.Id);

    private static readonly CallParameter IfMatch = CallParameter.Header("If-Match", "The ETag of the standing that was read: where the player is blocked otherwise by now, nothing is done. May be left out.", SchemaParts.Text());

    public static void MapStandings(this WebApplication app)
    {
        RouteGroupBuilder players = app.MapGroup("/v1/players/{id}").InSection(Section, About).Refuses(ProblemTypes.Unavailable);
        players.MapGet("/standing", GetAsync)
            .WithName("getStanding").WithSummary("A player's standing, for operators with their newest flags, and the block as the ETag; a player never seen is ok.")
            .Produces<StandingAnswer>().Sends(200, AnswerField.ETag);
        players.MapPut("/block", BlockAsync).RequireOperator()
            .WithName("blockPlayer").WithSummary("Blocks a player for a time, with a reason that the player is told.")
            .WithDescription($"Body: \"reason\", and one of \"seconds\", \"duration\" (ISO 8601) and \"until\" (RFC 3339). Where the token is shared, the header {OperatorIdentity.Header} says who, for the audit.")
            .Accepts<BlockRequest>("application/json", "*/*").Produces<StandingAnswer>().Sends(200, AnswerField.ETag)
            .Takes(Operator, IfMatch).Refuses(ProblemTypes.StaleStanding, ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge);
        players.MapDelete("/block", LiftAsync).RequireOperator()
            .WithName("liftBlock").WithSummary("Lifts block and throttling; flags raised until now count no more.")
            .WithDescription("The \"reason\" goes to the audit.")
            .Produces<StandingAnswer>().Sends(200, AnswerField.ETag)
            .Takes(Operator, IfMatch).TakesReason(BlockRequest.Why, typeof(ReasonRequest)).Refuses(ProblemTypes.StaleStanding);
        app.MapPost("/v1/players/unblock", LiftNamedAsync).InSection(Section, About).RequireOperator()
            .WithName("liftNamedBlock").WithSummary("Lifts the block of the player whose id stands in the body: also one that no path can carry, . or .., accepted before those were refused.")
            .Accepts<LiftRequest>("application/json", "*/*").Produces<StandingAnswer>().Sends(200, AnswerField.ETag)
            .Takes(Operator, IfMatch).Refuses(ProblemTypes.StaleStanding, ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.Unavailable);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, IFairnessStore store)
    {
        if (!IdRule.IsValid(id))
            return InvalidId();
        StandingAnswer standing = await store.StandingAsync(id);
        return await OperatorCalls.IsOperatorAsync(context) ? Shown(context, standing) : TypedResults.Ok(standing.ForAnybody());
    }

    private static async Task<IResult> BlockAsync(string id, HttpContext context, IFairnessStore store, TimeProvider clock)
    {
        if (!IdRule.IsValid(id))
            return InvalidId();
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        if (BlockRequest.Read(body, out BlockRequest? block) is { } wrong)
            return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"seconds":900,"reason":"…"}; duration (PT15M) or until (RFC 3339, with its offset: 2026-11-20T09:30:00Z) may stand for seconds.""");
        long now = clock.UnixTicks();
        IReadOnlyList<long>? seen = null;
        if ((block!.Check(now, out long until, out string reason) ?? CaseTag.Read(context.Request, ProblemTypes.StaleStanding, out seen)) is { } problem)
            return problem;
        return await DecideAsync(store, Action(context, id, now, until, reason, seen), context);
    }

    private static async Task<IResult> LiftAsync(string id, HttpContext context, IFairnessStore store, TimeProvider clock, string? reason = null) =>
        IdRule.IsValid(id) ? await LiftOfAsync(id, context, store, clock, reason) : InvalidId();

    private static async Task<IResult> LiftNamedAsync(HttpContext context, IFairnessStore store, TimeProvider clock)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        string?[] named = new string?[2];
        string? wrong = JsonMembers.Read(body, ["playerId", "reason"], named);
        return wrong is null && named[0] is { } id && IdRule.WasValid(id)
            ? await LiftOfAsync(id, context, store, clock, named[1])
            : new Problem(ProblemTypes.MalformedBody, $$"""{{wrong ?? "playerId is no id."}} Send {"playerId":"…"}, and if you like a "reason".""");
    }

    private static async Task<IResult> LiftOfAsync(string id, HttpContext context, IFairnessStore store, TimeProvider clock, string? reason)
    {
        IReadOnlyList<long>? seen = null;
        return (OperatorText.Optional("reason", reason, BlockRequest.MaxReason, out string why) ?? CaseTag.Read(context.Request, ProblemTypes.StaleStanding, out seen))
            ?? await DecideAsync(store, Action(context, id, clock.UnixTicks(), 0, why, seen), context);
    }

    private static async Task<IResult> DecideAsync(IFairnessStore store, OperatorAction action, HttpContext context)
    {
        try
        {
            return await store.DecideAsync(action, context.RequestAborted) is { } standing ? Shown(context, standing) : Stale(await store.StandingAsync(action.PlayerId));
        }
        catch (BusUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "It could not be confirmed that the decision is durable and in force. Ask for the standing, or send it again.", retryAfter: 1);
        }
    }

    // What it is now, so that two who decide about the same player can talk.
    private static Problem Stale(StandingAnswer now) => new(
        ProblemTypes.StaleStanding, now is { Status: "blocked", Until: { } until } ? $"The player is blocked until {Times.Text(Times.Of(until))} by now: {now.Reason}. Read the standing again." : "The player is not blocked now. Read the standing again.");

    private static Ok<StandingAnswer> Shown(HttpContext context, StandingAnswer standing)
    {
        context.Response.Headers.ETag = BlockTag.Of(standing.HeldUntil);
        return TypedResults.Ok(standing);
    }

    private static OperatorAction Action(HttpContext context, string id, long now, long until, string reason, IReadOnlyList<long>? seen)
    {
        AuditEntry who = OperatorIdentity.Entry(context, AuditKinds.Player, "");
        return new OperatorAction(id, now, until, who.By, reason) { Via = who.Via, From = who.From, Seen = seen };
    }

    private static Problem InvalidId() => new(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
}
