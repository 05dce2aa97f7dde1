using System.Globalization;
using LiveOps.Core.Policies;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>The call that tries a document: also one that is a file's, for nothing is changed.</summary>
internal static class PolicyDryRunEndpoint
{
    /// <summary>How many cases of each change are told when nothing is said, and at most.</summary>
    public const int DefaultFirst = 20, MaxFirst = 200;

    /// <summary>What it may be refused with.</summary>
    public static readonly ProblemType[] Refusals = [ProblemTypes.InvalidPolicy, ProblemTypes.PayloadTooLarge, ProblemTypes.DryRunInProgress, ProblemTypes.NoHistory];

    public static async Task<IResult> DryRun(string name, HttpContext context, PolicyDocuments documents, DryRunTurn turn, TimeProvider clock, string? effectiveAt = null, string? first = null)
    {
        long? at = null;
        int cases = 0;
        if ((documents.Find(name, out IPolicyDocument document) ?? PolicyParameters.EffectiveAt(effectiveAt, documents.Changes.Now, out at) ?? First(first, out cases)) is { } problem)
            return problem;
        if (await BoundedBody.ReadAsync(context, PolicyText.MaxBytes) is not { } json)
            return BoundedBody.LongerThan(PolicyText.MaxBytes);
        if (PolicyDocuments.Check(document, json) is { } wrong)
            return wrong;
        if (turn.TryBegin() is > 0 and var wait)
            return new Problem(ProblemTypes.DryRunInProgress, "One document is tried at a time: ask again when the other is done.", wait);
        try
        {
            var run = new DryRun(turn.Settings, at ?? documents.Changes.Now, cases, clock, context.RequestAborted);
            (IReadOnlyList<string> effects, Problem? objection) = await PolicyDocuments.EffectsAsync(document, json, run.At, context.RequestAborted);
            return objection ?? await document.TryAsync(json, run)
                ?? (IResult)TypedResults.Json(PolicyDryRunAnswer.Of(document.Name, run, effects), PolicyJson.Default.PolicyDryRunAnswer);
        }
        finally
        {
            turn.End();
        }
    }

    private static Problem? First(string? text, out int first)
    {
        first = DefaultFirst;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out first) && first <= MaxFirst)
            ? null
            : new Problem(ProblemTypes.InvalidParameter, $"first must be a whole number from 0 to {MaxFirst}.");
    }
}
