using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Json;
using LiveOps.Core.Policies;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>The calls that change a document, or ask what a change would be. When one is answered, it is durable; when it is for now, it is in force.</summary>
internal static class PolicyChangeEndpoints
{
    /// <summary>What a change may be refused with.</summary>
    public static readonly ProblemType[] Refusals =
    [
        ProblemTypes.InvalidPolicy, ProblemTypes.PayloadTooLarge, ProblemTypes.ManagedByFile, ProblemTypes.TooManyScheduled, ProblemTypes.StaleVersion, ProblemTypes.PreconditionRequired,
    ];

    public static async Task<IResult> Put(string name, HttpContext context, PolicyDocuments documents, string? reason = null, string? effectiveAt = null)
    {
        string why = "";
        long? at = null;
        Func<int, bool>? isExpected = null;
        if ((documents.FindOwn(name, out IPolicyDocument document) ?? PolicyParameters.Reason(reason, "in the query, since the body is the document", out why)
            ?? PolicyParameters.EffectiveAt(effectiveAt, documents.Changes.Now, out at) ?? PolicyParameters.IfMatch(context.Request, out isExpected)) is { } problem)
        {
            return problem;
        }

        if (isExpected is null)
            return new Problem(ProblemTypes.PreconditionRequired, "Send If-Match with the ETag of the document that you changed.");
        if (await BoundedBody.ReadAsync(context, PolicyText.MaxBytes) is not { } json)
            return BoundedBody.LongerThan(PolicyText.MaxBytes);
        return PolicyDocuments.Check(document, json) ?? await MakeAsync(context, documents, document, json, Draft(context, document, at is null ? "change" : "schedule", why, at), isExpected);
    }

    public static async Task<IResult> RollBack(string name, HttpContext context, PolicyDocuments documents, string? reason = null, string? version = null, string? effectiveAt = null)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        if (body.Length > 0 && Read(body, ref version, ref reason) is { } wrong)
            return wrong;
        string why = "";
        int number = 0;
        long? at = null;
        Func<int, bool>? isExpected = null;
        if ((documents.FindOwn(name, out IPolicyDocument document) ?? PolicyParameters.Reason(reason, "in the query or in the body", out why) ?? PolicyParameters.Version(version, out number)
            ?? PolicyParameters.EffectiveAt(effectiveAt, documents.Changes.Now, out at) ?? PolicyParameters.IfMatch(context.Request, out isExpected)) is { } problem)
        {
            return problem;
        }

        await documents.Changes.HistoryAsync(document.Name, context.RequestAborted);
        if (await documents.Changes.TextAsync(document, number, context.RequestAborted) is not { } json)
            return new Problem(ProblemTypes.UnknownVersion, "There is none of this number, or it has been let go of.");
        // What was right once may be wrong by now: a program of a later version asks for more.
        return PolicyDocuments.Check(document, json)
            ?? await MakeAsync(context, documents, document, json, Draft(context, document, "roll-back", why, at) with { Restores = number }, isExpected ?? (_ => true));
    }

    public static async Task<IResult> CallOff(string name, string number, HttpContext context, PolicyDocuments documents, string? reason = null)
    {
        int of = 0;
        if ((documents.FindOwn(name, out IPolicyDocument document) ?? PolicyParameters.Version(number, out of) ?? OperatorReason.Check(reason)) is { } problem)
            return problem;
        AuditEntry audit = OperatorIdentity.Entry(context, AuditKinds.Policy, "call-off") with { Document = document.Name, Reason = reason ?? "" };
        return await documents.Changes.CallOffAsync(document.Name, of, audit, context.RequestAborted) is null
            ? new Problem(ProblemTypes.UnknownVersion, "No version of this number is still to come.")
            : TypedResults.NoContent();
    }

    public static async Task<IResult> Validate(string name, HttpContext context, PolicyDocuments documents, string? effectiveAt = null)
    {
        long? at = null;
        if ((documents.Find(name, out IPolicyDocument document) ?? PolicyParameters.EffectiveAt(effectiveAt, documents.Changes.Now, out at)) is { } problem)
            return problem;
        if (await BoundedBody.ReadAsync(context, PolicyText.MaxBytes) is not { } json)
            return BoundedBody.LongerThan(PolicyText.MaxBytes);
        if (PolicyDocuments.Check(document, json) is { } wrong)
            return wrong;
        (IReadOnlyList<string> effects, Problem? objection) = await PolicyDocuments.EffectsAsync(document, json, at ?? documents.Changes.Now, context.RequestAborted);
        return objection ?? (IResult)TypedResults.Json(new PolicyCheckAnswer(true, effects), PolicyJson.Default.PolicyCheckAnswer);
    }

    private static PolicyDraft Draft(HttpContext context, IPolicyDocument document, string action, string why, long? at)
    {
        AuditEntry audit = OperatorIdentity.Entry(context, AuditKinds.Policy, action) with { Document = document.Name, Reason = why };
        return new PolicyDraft(audit.By, why, [], at) { Audit = audit };
    }

    // What is wrong with it, or with what the query says beside it; null when nothing is.
    private static Problem? Read(byte[] body, ref string? version, ref string? reason)
    {
        if (JsonMembers.Check(body, ["version", "reason"]) is { } wrong)
            return Malformed(wrong);
        try
        {
            PolicyRollbackBody asked = JsonSerializer.Deserialize(JsonTokens.PastMark(body), PolicyJson.Default.PolicyRollbackBody)!;
            string? inQuery = version, number = asked.Version?.ToString(CultureInfo.InvariantCulture);
            version = number ?? version;
            return inQuery is not null && number is not null && inQuery != number
                ? new Problem(ProblemTypes.InvalidParameter, "version stands in the query and in the body, and they differ: send one.")
                : OperatorReason.OneOf(reason, asked.Reason, out reason);
        }
        catch (JsonException)
        {
            return Malformed("version must be a whole number, reason text.");
        }
    }

    private static Problem Malformed(string wrong) => new(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"version":3,"reason":"…"}, or both in the query.""");

    private static async Task<IResult> MakeAsync(HttpContext context, PolicyDocuments documents, IPolicyDocument document, byte[] json, PolicyDraft draft, Func<int, bool> isExpected)
    {
        CancellationToken cancellation = context.RequestAborted;
        (IReadOnlyList<string> effects, Problem? objection) = await PolicyDocuments.EffectsAsync(document, json, draft.EffectiveAt ?? documents.Changes.Now, cancellation);
        if (objection is not null)
            return objection;
        (PolicyVersion? made, PolicyRefusal refusal) = await documents.Changes.MakeAsync(document, draft with { Packed = PolicyText.Pack(json) }, isExpected, cancellation);
        if (made is null)
        {
            return refusal == PolicyRefusal.TooMany
                ? new Problem(ProblemTypes.TooManyScheduled, $"{PolicyHistory.MostScheduled} versions are still to come: call one off.")
                : new Problem(ProblemTypes.StaleVersion, "Another version is in force than If-Match names: read the document again, and put your change into it.");
        }

        PolicyHistory history = await documents.Changes.HistoryAsync(document.Name, cancellation);
        long now = documents.Changes.Now;
        int[] scheduled = [.. history.After(now).ToArray().Select(version => version.Number)];
        context.Response.Headers.ETag = PolicyParameters.ETag(made.Number);
        return TypedResults.Json(
            new PolicyChangeAnswer(document.Name, made.Number, made.EffectiveAt <= now, UnixTicks.ToUtc(made.EffectiveAt), effects, scheduled), PolicyJson.Default.PolicyChangeAnswer);
    }
}
