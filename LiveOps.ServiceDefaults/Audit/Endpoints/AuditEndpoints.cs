using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.Audit.Endpoints;

/// <summary>
/// <c>GET /v1/audit</c>: who did what, to whom or what, from what to what, when and why, newest first. Page by page as JSON; or, for <c>Accept: application/x-ndjson</c>, all
/// that is asked for as lines, read from the store page by page while they are sent.
/// </summary>
internal static class AuditEndpoints
{
    private const string Lines = "application/x-ndjson";

    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>Maps it where the service has an audit.</summary>
    public static void MapAudit(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IAudit)))
            return;
        app.MapGet("/v1/audit", PageAsync).RequireOperator()
            .WithName("listAudit").InSection("audit", "Who did what, and why.")
            .WithSummary("What operators, rules and schedules did, newest first, and what was not permitted. With Accept: application/x-ndjson all of it as lines, without a limit unless one is given.")
            .Produces<AuditPageAnswer>().Takes(AuditParameters.All).Refuses(ProblemTypes.Unavailable);
    }

    private static async Task<IResult> PageAsync(
        HttpContext context, IAudit audit, string? @operator = null, string? player = null, string? board = null, string? kind = null, string? from = null, string? to = null,
        string? after = null, string? limit = null)
    {
        if (AuditParameters.Read(@operator, player, board, kind, from, to, after, limit, out AuditQuery query) is { } problem)
            return problem;
        bool asLines = context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(Lines, StringComparison.OrdinalIgnoreCase));
        long left = asLines && limit is null ? long.MaxValue : query.Limit;
        if (asLines)
            query = query with { Limit = (int)Math.Min(left, AuditParameters.MaxLimit) };
        if (await audit.PageAsync(query, context.RequestAborted) is not { } page)
            return AuditParameters.BadPosition;
        if (!asLines)
            return TypedResults.Json(new AuditPageAnswer([.. page.Entries.Select(found => AuditAnswer.Of(found.Id, found.Entry))], page.Next), AuditJson.Default.AuditPageAnswer);
        await SendAsync(context, audit, query, page, left);
        return Results.Empty;
    }

    private static async Task SendAsync(HttpContext context, IAudit audit, AuditQuery query, AuditPage page, long left)
    {
        context.Response.ContentType = Lines;
        while (true)
        {
            foreach ((string id, AuditEntry entry) in page.Entries)
            {
                await JsonSerializer.SerializeAsync(context.Response.BodyWriter, AuditAnswer.Of(id, entry), AuditJson.Plain.AuditAnswer, context.RequestAborted);
                await context.Response.BodyWriter.WriteAsync(LineEnd, context.RequestAborted);
            }

            left -= page.Entries.Count;
            if (page.Next is null || left <= 0)
                return;
            // A store that fails midway ends the connection: what was sent is no whole answer.
            page = await audit.PageAsync(query with { After = page.Next, Limit = (int)Math.Min(left, query.Limit) }, context.RequestAborted) ?? throw new InvalidOperationException("a page ended nowhere");
        }
    }
}
