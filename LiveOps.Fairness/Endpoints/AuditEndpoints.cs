using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Audit;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Fairness.Endpoints;

/// <summary>An audit entry in an answer.</summary>
internal sealed record AuditAnswer(DateTime At, string PlayerId, [property: AllowedValues("block", "throttle", "lift")] string Action, string By, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until)
{
    public static AuditAnswer Of(AuditEntry entry) =>
        new(Times.Utc(entry.At), entry.PlayerId, entry.Action, entry.By, entry.Reason, entry.Until == 0 ? null : Times.Utc(entry.Until));
}

/// <summary>A page of the audit, newest first.</summary>
internal sealed record AuditPage(IReadOnlyList<AuditAnswer> Entries, string? Next);

/// <summary><c>GET /v1/audit</c>: who decided what about whom, when and why, for operators.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this WebApplication app)
    {
        app.MapGet("/v1/audit", PageAsync).RequireOperator()
            .WithName("listAudit").InSection("audit", "Who decided what about whom.").WithSummary("Blocks, throttlings and lifts, by policy or operator, newest first; about the last 100,000 are kept.")
            .Produces<AuditPage>().Takes(PageQuery.Parameters).Refuses(ProblemTypes.Unavailable);
    }

    private static async Task<IResult> PageAsync(IFairnessStore store, string? player = null, string? after = null, string? limit = null)
    {
        if (PageQuery.Read(player, after, limit, out PageQuery query) is { } problem)
            return problem;
        return await store.AuditAsync(query) is { } page
            ? TypedResults.Ok(new AuditPage([.. page.Entries.Select(AuditAnswer.Of)], page.Next))
            : PageQuery.BadPosition;
    }
}
