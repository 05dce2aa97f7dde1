using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Policies;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary><c>/v1/policies</c>: the documents that a service goes by, their versions, and what changes them; for operators.</summary>
public static class PolicyEndpoints
{
    private const string Json = "application/json", Any = "*/*";

    private static readonly CallParameter IfMatch = CallParameter.Header("If-Match", "The ETag of the version that is changed.", SchemaParts.Text());
    private static readonly CallParameter Operator = CallParameter.Header(OperatorIdentity.Header, "Who changes it, where the token is shared by several; absent: operator.", SchemaParts.Id);
    private static readonly CallParameter EffectiveAt = CallParameter.Query("effectiveAt", "When it comes into force by itself; absent: now.", SchemaParts.Time);
    private static readonly CallParameter Number = CallParameter.Path("number", "The version's number.", () => SchemaParts.Whole(0, int.MaxValue, "int32"));
    private static readonly CallParameter First = CallParameter.Query(
        "first", $"How many cases of each change are told: {PolicyDryRunEndpoint.DefaultFirst} when nothing is said.", () => SchemaParts.Whole(0, PolicyDryRunEndpoint.MaxFirst, "int32"));
    private static readonly CallParameter After = CallParameter.Query("after", "The next of the page before; absent for the newest.", SchemaParts.Text());

    /// <summary>Maps the calls of all documents that the service has.</summary>
    public static void MapPolicies(this WebApplication app)
    {
        CallParameter name = CallParameter.Path("name", "The document.", () => SchemaParts.OneOf(app.Services.GetServices<IPolicyDocument>().Select(document => document.Name).Order(StringComparer.Ordinal)));
        CallParameter reason = Reason("Why, for all who look at the versions.", true);
        RouteGroupBuilder policies = app.MapGroup("/v1/policies").InSection("policies", "What operators change while the game runs: documents with versions.").RequireOperator().Refuses(ProblemTypes.Unavailable);
        policies.MapGet("/", List).WithName("listPolicies").WithSummary("The documents of this service, and which version of each is in force.").Produces<PolicyListAnswer>();
        RouteGroupBuilder policy = policies.MapGroup("/{name}").Refuses(ProblemTypes.UnknownPolicy).Takes(name);
        policy.MapGet("/", Get).WithName("getPolicy").WithSummary("The document in force, with its version as ETag: file-… where it is a file's, 0 where it is the one built in.")
            .Produces<Dictionary<string, JsonElement>>().HasETag()
            .Takes(CallParameter.Query("comments", "true: as it was written, comments and trailing commas included.", () => SchemaParts.OneOf("true", "false")));
        policy.MapPut("/", PolicyChangeEndpoints.Put).WithName("putPolicy").WithSummary("Makes a version of the document in the body, which is checked whole: in force at once, or at its time.")
            .Accepts<Dictionary<string, JsonElement>>(Json, Any).Produces<PolicyChangeAnswer>().Sends(200, AnswerField.ETag).Takes(IfMatch, Operator, EffectiveAt, reason).Refuses(PolicyChangeEndpoints.Refusals);
        policy.MapGet("/versions", Versions).WithName("listPolicyVersions").WithSummary("Its versions, newest first: who made them, when, and why.")
            .Produces<PolicyVersionPage>().Takes(After, CallParameter.Limit(PolicyParameters.MaxLimit, PolicyParameters.DefaultLimit));
        policy.MapGet("/versions/{number}", Version).WithName("getPolicyVersion").WithSummary("A version with its document; 0 is the one built in.").Produces<PolicyVersionAnswer>().Takes(Number).Refuses(ProblemTypes.UnknownVersion);
        policy.MapPost("/rollback", PolicyChangeEndpoints.RollBack).WithName("rollBackPolicy").WithSummary("Makes a version of the document of a former one. Which, and why, stands in the query or in the body; If-Match may be left out.")
            .Accepts<PolicyRollbackBody>(isOptional: true, Json, Any).Produces<PolicyChangeAnswer>().Sends(200, AnswerField.ETag)
            .Takes(IfMatch, Operator, EffectiveAt, Reason("Why.", false), CallParameter.Query("version", "Which; 0 for the one built in.", () => SchemaParts.Whole(0, int.MaxValue, "int32")))
            .Refuses([.. PolicyChangeEndpoints.Refusals.Where(problem => problem != ProblemTypes.PreconditionRequired), ProblemTypes.MalformedBody, ProblemTypes.UnknownVersion]);
        policy.MapGet("/scheduled", Scheduled).WithName("listScheduledPolicies").WithSummary("The versions still to come, the next first.").Produces<PolicyScheduledAnswer>();
        policy.MapDelete("/scheduled/{number}", PolicyChangeEndpoints.CallOff).WithName("callOffPolicy").WithSummary("Calls a version off that is still to come.").Produces(204)
            .Takes(Number).TakesReason().Refuses(ProblemTypes.UnknownVersion, ProblemTypes.ManagedByFile);
        policy.MapPost("/validate", PolicyChangeEndpoints.Validate).WithName("validatePolicy").WithSummary("Checks the document in the body as a PUT would, and says what it would do to what runs; changes nothing.")
            .Accepts<Dictionary<string, JsonElement>>(Json, Any).Produces<PolicyCheckAnswer>().Takes(EffectiveAt).Refuses(ProblemTypes.InvalidPolicy, ProblemTypes.PayloadTooLarge);
        policy.MapPost("/dry-run", PolicyDryRunEndpoint.DryRun).WithName("dryRunPolicy").WithSummary("Tries the document in the body on what there is, and says what it would have done; writes nothing.")
            .Accepts<Dictionary<string, JsonElement>>(Json, Any).Produces<PolicyDryRunAnswer>().Takes(EffectiveAt, First).Refuses(PolicyDryRunEndpoint.Refusals);
        policy.MapGet("/schema", Schema).WithName("getPolicySchema").WithSummary("The JSON schema of the document, for editors.").Produces<Dictionary<string, JsonElement>>();
    }

    private static CallParameter Reason(string description, bool required) =>
        new("reason", ParameterLocation.Query, description, () => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = PolicyVersion.MaxReason }, required);

    private static async Task<IResult> List(PolicyDocuments documents, CancellationToken cancellation)
    {
        var all = new List<PolicySummaryAnswer>();
        foreach (IPolicyDocument document in documents.All)
        {
            (_, string tag) = await documents.InForceAsync(document, cancellation);
            PolicyHistory history = await documents.Changes.HistoryAsync(document.Name, cancellation);
            all.Add(new PolicySummaryAnswer(document.Name, tag[1..^1], document.IsManagedByFile, history.After(documents.Changes.Now).Length));
        }

        return TypedResults.Json(new PolicyListAnswer(all), PolicyJson.Default.PolicyListAnswer);
    }

    private static async Task<IResult> Get(string name, HttpContext context, PolicyDocuments documents, string? comments = null)
    {
        if (documents.Find(name, out IPolicyDocument document) is { } problem)
            return problem;
        if (comments is not (null or "true" or "false"))
            return new Problem(ProblemTypes.InvalidParameter, "comments must be true or false.");
        (byte[] text, string tag) = await documents.InForceAsync(document, context.RequestAborted);
        context.Response.Headers.ETag = tag;
        return context.Request.Headers.IfNoneMatch.Any(known => known?.Contains(tag, StringComparison.Ordinal) == true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(comments == "true" ? text : StrictJson.Of(text), Json);
    }

    private static async Task<IResult> Versions(string name, PolicyDocuments documents, CancellationToken cancellation, string? after = null, string? limit = null)
    {
        int before = 0, most = 0;
        if ((documents.Find(name, out IPolicyDocument document) ?? PolicyParameters.Page(after, limit, out before, out most)) is { } problem)
            return problem;
        PolicyHistory history = await documents.Changes.HistoryAsync(document.Name, cancellation);
        long now = documents.Changes.Now;
        var page = new List<PolicyVersionAnswer>();
        int at = history.Versions.Length - 1;
        for (; at >= 0 && page.Count < most; at--)
        {
            if (history.Versions[at].Number < before)
                page.Add(PolicyVersionAnswer.Of(history.Versions[at], history, now));
        }

        return TypedResults.Json(new PolicyVersionPage(page, at < 0 ? null : page[^1].Version.ToString(CultureInfo.InvariantCulture)), PolicyJson.Default.PolicyVersionPage);
    }

    private static async Task<IResult> Version(string name, string number, PolicyDocuments documents, CancellationToken cancellation)
    {
        int of = 0;
        if ((documents.Find(name, out IPolicyDocument document) ?? PolicyParameters.Version(number, out of)) is { } problem)
            return problem;
        PolicyHistory history = await documents.Changes.HistoryAsync(document.Name, cancellation);
        if ((of == 0 ? PolicyVersion.BuiltIn : history.Find(of)) is not { } version || await documents.Changes.TextAsync(document, of, cancellation) is not { } text)
            return new Problem(ProblemTypes.UnknownVersion, "There is none of this number, or it has been let go of.");
        Dictionary<string, JsonElement> members = JsonDocument.Parse(StrictJson.Of(text)).RootElement.EnumerateObject().GroupBy(member => member.Name).ToDictionary(same => same.Key, same => same.Last().Value);
        return TypedResults.Json(PolicyVersionAnswer.Of(version, history, documents.Changes.Now) with { Document = members }, PolicyJson.Default.PolicyVersionAnswer);
    }

    private static async Task<IResult> Scheduled(string name, PolicyDocuments documents, CancellationToken cancellation)
    {
        if (documents.Find(name, out IPolicyDocument document) is { } problem)
            return problem;
        PolicyHistory history = await documents.Changes.HistoryAsync(document.Name, cancellation);
        long now = documents.Changes.Now;
        PolicyVersion[] scheduled = history.After(now).ToArray();
        return TypedResults.Json(new PolicyScheduledAnswer([.. scheduled.Select(version => PolicyVersionAnswer.Of(version, history, now))]), PolicyJson.Default.PolicyScheduledAnswer);
    }

    private static IResult Schema(string name, PolicyDocuments documents) =>
        documents.Find(name, out IPolicyDocument document) ?? (IResult)TypedResults.Bytes(document.Schema, Json);
}
