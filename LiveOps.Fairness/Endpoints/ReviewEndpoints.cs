using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveOps.Fairness.Endpoints;

/// <summary><c>/v1/reviews</c>: what is held against whom, for moderators to decide.</summary>
internal static class ReviewEndpoints
{
    private const int DefaultLimit = 50, MaxLimit = 200;

    private static readonly CallParameter Operator = CallParameter.Header(OperatorIdentity.Header, "Who decides, where the token is shared by several; absent: operator.", SchemaParts.Id);

    private static readonly CallParameter[] PageParameters =
    [
        CallParameter.Query("status", "Of which status; absent: open, of one player any.", () => SchemaParts.OneOf(CaseStatuses.All.Select(one => one.Word))),
        CallParameter.Query("player", "The case of one player; absent: of all.", SchemaParts.Id),
        CallParameter.Query("after", "The next of the page before, of the same status; absent for the first page.", SchemaParts.Text()),
        CallParameter.Limit(MaxLimit, DefaultLimit),
    ];

    public static void MapReviews(this WebApplication app)
    {
        RouteGroupBuilder reviews = app.MapGroup("/v1/reviews").InSection("reviews", "What is held against whom, for moderators to decide.").RequireOperator().Refuses(ProblemTypes.Unavailable);
        reviews.MapGet("", PageAsync).WithName("listReviews").WithSummary("Cases of a status: open and watched ones the most severe first, decided ones the newest first; about 10,000 are kept, decided ones go first.")
            .Produces<ReviewPage>().Takes(PageParameters).Refuses(ProblemTypes.InvalidParameter);
        RouteGroupBuilder one = reviews.MapGroup("/{case}").Takes(CallParameter.Path("case", "The case's id.", SchemaParts.Text($"^[A-Za-z0-9_\\-]{{{CaseId.Length}}}$"))).Refuses(ProblemTypes.UnknownCase);
        one.MapGet("", GetAsync).WithName("getReview").WithSummary("A case with its newest flags, what was normal for the player when each was raised, and its decisions; its version is the ETag.")
            .Produces<ReviewDetail>().Sends(200, AnswerField.ETag);
        one.MapPost("/decisions", DecideAsync).WithName("decideReview").WithSummary("Blocks the player for a time, clears them, or watches them, with a reason. If-Match names the version that was read: where somebody decided or a flag came meanwhile nothing is done.")
            .Accepts<DecisionRequest>("application/json", "*/*").Produces<ReviewDetail>().Sends(200, AnswerField.ETag)
            .Takes(Operator, IfMatch("The ETag of the case that was read; needed.")).Refuses(ProblemTypes.MalformedBody, ProblemTypes.InvalidParameter, ProblemTypes.PayloadTooLarge, ProblemTypes.PreconditionRequired, ProblemTypes.StaleCase);
        one.MapPost("/undo", UndoAsync).WithName("undoReview").WithSummary("Takes the last decision that stands back, with a reason: a block that it began is lifted, and the case is open.")
            .Accepts<UndoRequest>("application/json", "*/*").Produces<ReviewDetail>().Sends(200, AnswerField.ETag)
            .Takes(Operator, IfMatch("The ETag of the case that was read; may be left out.")).Refuses(ProblemTypes.MalformedBody, ProblemTypes.InvalidParameter, ProblemTypes.PayloadTooLarge, ProblemTypes.StaleCase, ProblemTypes.NothingToUndo);
    }

    private static CallParameter IfMatch(string description) => CallParameter.Header("If-Match", description, SchemaParts.Text());

    private static async Task<IResult> PageAsync(IReviewStore store, string? status = null, string? player = null, string? after = null, string? limit = null)
    {
        CaseStatus wanted = CaseStatus.Open;
        if (status is not null && (wanted = CaseStatuses.All.FirstOrDefault(one => one.Word == status).Status) == 0)
            return new Problem(ProblemTypes.InvalidParameter, "status must be open, watched, blocked or cleared.");
        if (player is not null && !IdRule.WasValid(player))
            return new Problem(ProblemTypes.InvalidParameter, $"player {IdRule.Sentence}.");
        int most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        CasePlace place = default;
        if (after is not null && (player is not null || !CasePlace.TryParse(after, out place) || place.Status != wanted))
            return new Problem(ProblemTypes.InvalidParameter, "after must be the next of the page before, of the same status; a player has one case, and no further page.");
        if (player is null)
        {
            LogPage<Case> page = await store.PageAsync(wanted, after is null ? null : place, most);
            return TypedResults.Ok(new ReviewPage([.. page.Entries.Select(ReviewAnswer.Of)], page.Next));
        }

        Case? found = await store.FindAsync(CaseId.HashOf(player));
        return TypedResults.Ok(new ReviewPage(found is null || (status is not null && found.Status != wanted) ? [] : [ReviewAnswer.Of(found)], null));
    }

    private static async Task<IResult> GetAsync(string @case, HttpContext context, IReviewStore store) =>
        CaseId.TryParse(@case, out UInt128 player) && await store.FindAsync(player) is { } one ? Shown(context, one) : Unknown();

    private static async Task<IResult> DecideAsync(string @case, HttpContext context, IReviewStore store, TimeProvider clock)
    {
        if (!CaseId.TryParse(@case, out UInt128 player))
            return Unknown();
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        if (DecisionRequest.Read(body, out DecisionRequest? request) is { } wrong)
            return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"decision":"block","seconds":86400,"reason":"…"}, or clear or watch without seconds.""");
        long now = clock.UnixTicks();
        var action = new CaseAction(player, CaseVerdict.Undo, now, 0, "", "", null);
        IReadOnlyList<long>? seen = null;
        if ((request!.Check(now, ref action) ?? CaseTag.Read(context.Request, ProblemTypes.StaleCase, out seen)) is { } problem)
            return problem;
        if (seen is null)
            return new Problem(ProblemTypes.PreconditionRequired, "Send If-Match with the ETag of the case that you have read.");
        return await DoAsync(action with { Seen = seen }, context, store);
    }

    private static async Task<IResult> UndoAsync(string @case, HttpContext context, IReviewStore store, TimeProvider clock)
    {
        if (!CaseId.TryParse(@case, out UInt128 player))
            return Unknown();
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        string?[] members = new string?[1];
        if (JsonMembers.Read(body, ["reason"], members) is { } wrong)
            return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"reason":"…"}.""");
        IReadOnlyList<long>? seen = null;
        if ((OperatorText.Required("reason", members[0], BlockRequest.MaxReason, out string reason) ?? CaseTag.Read(context.Request, ProblemTypes.StaleCase, out seen)) is { } problem)
            return problem;
        return await DoAsync(new CaseAction(player, CaseVerdict.Undo, clock.UnixTicks(), 0, "", reason, seen), context, store);
    }

    private static async Task<IResult> DoAsync(CaseAction action, HttpContext context, IReviewStore store)
    {
        AuditEntry who = OperatorIdentity.Entry(context, AuditKinds.Review, action.Verdict.Word()) with { Reason = action.Reason };
        CaseOutcome outcome;
        try
        {
            outcome = await store.DecideAsync(action with { By = who.By }, who, context.RequestAborted);
        }
        catch (BusUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "It could not be confirmed that the decision is durable and in force: read the case again.", retryAfter: 1);
        }

        return outcome.End switch
        {
            CaseEnd.Done => Shown(context, outcome.Case!),
            CaseEnd.Stale => Stale(outcome.Case!),
            CaseEnd.NothingToUndo => new Problem(ProblemTypes.NothingToUndo, "No decision about this case stands."),
            _ => Unknown(),
        };
    }

    // Who was faster, so that the two can talk.
    private static Problem Stale(Case one)
    {
        CaseDecision? last = one.Decisions.FirstOrDefault(decision => decision.Version == one.Version || decision.Undone?.Version == one.Version);
        string detail = last switch
        {
            { Undone: { } undone } => $"{undone.By} took a decision back at {Times.Text(undone.At)}.",
            { } => $"{last.By} decided {last.Verdict.Word()} at {Times.Text(last.At)}.",
            null => $"A flag came at {Times.Text(one.FlaggedAt)}.",
        };
        return new Problem(ProblemTypes.StaleCase, $"{detail} Read the case again.");
    }

    private static Ok<ReviewDetail> Shown(HttpContext context, Case one)
    {
        context.Response.Headers.ETag = CaseTag.Of(one);
        return TypedResults.Ok(ReviewDetail.Of(one));
    }

    private static Problem Unknown() => new(ProblemTypes.UnknownCase);
}
