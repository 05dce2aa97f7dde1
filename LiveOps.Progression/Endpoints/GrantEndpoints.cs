using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Endpoints;

/// <summary>What operators grant: to one player at once, or to many by a job that goes on by itself. When a call is answered, it is durable.</summary>
internal static class GrantEndpoints
{
    private const string Json = "application/json", Any = "*/*";
    private const int MaxJobBytes = 1 << 20, DefaultLimit = 20, MaxLimit = 100;

    private static readonly CallParameter Job = CallParameter.Path("job", "The job's id.", SchemaParts.Id);

    public static void MapGrants(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder grants = routes.MapGroup("").InSection("grants", "What operators grant.").RequireOperator().Refuses(ProblemTypes.Unavailable);
        grants.MapPost("/v1/players/{id}/grants", Grant).WithName("grantToPlayer").WithSummary("Grants XP, items, counters or a reward to a player, once for its id; again is answered the same. Operator.")
            .Accepts<GrantRequestBody>(Json, Any).Produces<GivenGrantBody>()
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.UnknownPlayer, ProblemTypes.GrantReused, ProblemTypes.NotAllowedByPolicy, ProblemTypes.TooManyGrants);
        grants.MapPost("/v1/grants", Start).WithName("startGrants")
            .WithSummary($"Grants the same to many players, at most {GrantJob.MostPlayers}: a job that goes on by itself. The players stand in the object, or each in a line behind it. Operator.")
            .Accepts<GrantOrderBody>(Json, Any).Produces<GrantJobBody>(StatusCodes.Status202Accepted)
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.GrantReused, ProblemTypes.NotAllowedByPolicy, ProblemTypes.TooManyGrants);
        grants.MapGet("/v1/grants", List).WithName("listGrants").WithSummary("The newest jobs of grants. Operator.").Produces<GrantJobsBody>().Takes(CallParameter.Limit(MaxLimit, DefaultLimit));
        grants.MapGet("/v1/grants/{job}", Find).WithName("getGrants").WithSummary("How a job of grants stands. Operator.").Produces<GrantJobBody>().Takes(Job).Refuses(ProblemTypes.UnknownGrants);
        grants.MapPost("/v1/grants/{job}/stop", Stop).WithName("stopGrants").WithSummary("Stops a job: what is in hand ends, the rest waits. Operator.")
            .Produces<GrantJobBody>().Takes(Job).TakesReason().Refuses(ProblemTypes.UnknownGrants);
        grants.MapPost("/v1/grants/{job}/continue", Continue).WithName("continueGrants").WithSummary("Has a stopped job go on where it was. Operator.")
            .Produces<GrantJobBody>().Takes(Job).TakesReason().Refuses(ProblemTypes.UnknownGrants);
    }

    private static async Task<IResult> Grant(string id, HttpContext context, IGrantStore store)
    {
        if (!IdRule.IsValid(id))
            return new Problem(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        if (GrantReader.Read(body, OperatorIdentity.Of(context).Name, store.Limits, out GrantContent grant) is { } problem)
            return problem;
        AuditEntry audit = Entry(context, "grant", grant.Reason) with { PlayerId = id }; // the step itself knows how the player stood
        return await DurablyAsync(async () => await store.GrantAsync(id, grant, audit, context.RequestAborted) switch
        {
            { Json: { } given } => Results.Bytes(given, Json),
            { Status: GrantStatus.UnknownPlayer } => new Problem(ProblemTypes.UnknownPlayer),
            { Status: GrantStatus.OtherContent } => new Problem(ProblemTypes.GrantReused, "The player was granted something else under this id: give another grant another id."),
            _ => new Problem(ProblemTypes.TooManyGrants, $"A player has at most {GrantOutcome.MostOfPlayer} grants."),
        });
    }

    private static async Task<IResult> Start(HttpContext context, IGrantStore store)
    {
        if (await BoundedBody.ReadAsync(context, MaxJobBytes) is not { } body)
            return BoundedBody.LongerThan(MaxJobBytes);
        if (GrantReader.Read(body, OperatorIdentity.Of(context).Name, store.Limits, out GrantOrder order) is { } problem)
            return problem;
        AuditEntry audit = Entry(context, "grant-many", order.Grant.Reason) with
        {
            After = Text(json =>
            {
                json.WriteString("id"u8, order.Grant.Id);
                GrantJson.WriteContent(json, order.Grant);
                json.WriteNumber("players"u8, order.Players.Count);
            }),
        };
        return await DurablyAsync(async () => await store.StartAsync(order, audit, context.RequestAborted) switch
        {
            GrantJobOutcome.OtherContent => new Problem(ProblemTypes.GrantReused, "There is another job under this id: give another job another id."),
            GrantJobOutcome.TooMany => new Problem(ProblemTypes.TooManyGrants, $"{GrantJob.MostOpen} jobs are not done: wait for some, or continue those that are stopped."),
            _ => Shown(await store.FindAsync(order.Grant.Id, context.RequestAborted), StatusCodes.Status202Accepted),
        });
    }

    private static async Task<IResult> List(IGrantStore store, CancellationToken cancellation, string? limit = null)
    {
        int most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        return Results.Json(new GrantJobsBody([.. (await store.ListAsync(most, cancellation)).Select(GrantJobBody.Of)]), GrantBodyJson.Default.GrantJobsBody);
    }

    private static async Task<IResult> Find(string job, IGrantStore store, CancellationToken cancellation) => Shown(IdRule.IsValid(job) ? await store.FindAsync(job, cancellation) : null);

    private static Task<IResult> Stop(string job, HttpContext context, IGrantStore store, string? reason = null) => SwitchAsync(job, context, store, isRunning: false, reason);

    private static Task<IResult> Continue(string job, HttpContext context, IGrantStore store, string? reason = null) => SwitchAsync(job, context, store, isRunning: true, reason);

    private static async Task<IResult> SwitchAsync(string job, HttpContext context, IGrantStore store, bool isRunning, string? reason)
    {
        if (OperatorText.Optional("reason", reason, OperatorReason.MaxLength, out string why) is { } problem)
            return problem;
        if (!IdRule.IsValid(job))
            return new Problem(ProblemTypes.UnknownGrants);
        // One that was so already, or is done, is not switched, and nothing is noted.
        AuditEntry audit = Entry(context, isRunning ? "continue-grants" : "stop-grants", why) with { Before = Status(job, !isRunning), After = Status(job, isRunning) };
        return await DurablyAsync(async () => Shown(await store.SwitchAsync(job, isRunning, audit, context.RequestAborted)));
    }

    private static AuditEntry Entry(HttpContext context, string action, string reason) => OperatorIdentity.Entry(context, AuditKinds.Grant, action) with { Reason = reason };

    private static string Status(string job, bool isRunning) => Text(json =>
    {
        json.WriteString("id"u8, job);
        json.WriteString("status"u8, isRunning ? "running"u8 : "stopped"u8);
    });

    private static string Text(Action<Utf8JsonWriter> members) => Encoding.UTF8.GetString(GrantJson.Write(members));

    private static IResult Shown(GrantJob? job, int status = StatusCodes.Status200OK) => job is null
        ? new Problem(ProblemTypes.UnknownGrants)
        : Results.Json(GrantJobBody.Of(job), GrantBodyJson.Default.GrantJobBody, statusCode: status);

    private static async Task<IResult> DurablyAsync(Func<Task<IResult>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "It could not be made durable: send it again under the same id, which makes it once.", retryAfter: 1);
        }
    }
}
