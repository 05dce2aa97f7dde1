using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Audit;

/// <summary>Who did what, in one service at a time, filtered, and all of it as a file.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", PageAsync);
        routes.MapGet("/audit/export", ExportAsync);
    }

    private static async Task<IResult> PageAsync(
        Desk desk, string? service = null, string? by = null, string? player = null, string? board = null, string? kind = null, string? from = null, string? to = null, string? after = null)
    {
        if (!ServiceNames.Has(service))
            return NothingHere.Page(desk);
        var filter = new AuditFilter(Named(service), Trim(by), Trim(player), Trim(board), Trim(kind), Trim(from), Trim(to));
        Answer page = await desk.GetAsync(filter.Service, $"/v1/audit", [.. filter.Query(), ("after", after)]);
        return desk.Page<AuditPage>(null, ("Filter", filter), ("Found", page));
    }

    private static async Task<IResult> ExportAsync(
        Desk desk, string? service = null, string? by = null, string? player = null, string? board = null, string? kind = null, string? from = null, string? to = null)
    {
        if (!ServiceNames.Has(service))
            return NothingHere.Page(desk);
        var filter = new AuditFilter(Named(service), Trim(by), Trim(player), Trim(board), Trim(kind), Trim(from), Trim(to));
        return await desk.DownloadAsync(filter.Service, HttpMethod.Get, $"/v1/audit", $"audit-{filter.Service}.ndjson", "application/x-ndjson", null, filter.Query());
    }

    private static string Named(string? service) => ServiceNames.All.Contains(service) ? service! : ServiceNames.Fairness;

    private static string Trim(string? text) => text?.Trim() ?? "";
}
