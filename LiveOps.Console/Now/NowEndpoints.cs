using LiveOps.Console.Pulse;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Now;

/// <summary>What happens now: the first page, and the part of it that a browser asks for again every few seconds.</summary>
internal static class NowEndpoints
{
    public static void MapNow(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", async (Desk desk, Heartbeat pulse, string? live = null) => desk.Page<NowPage>(null, ("Services", await AskAsync(desk)), ("Pulse", pulse.View()), ("Live", live != "0")));
        routes.MapGet("/now", async (Desk desk, Heartbeat pulse) => desk.Page<NowParts>(null, ("Services", await AskAsync(desk)), ("Pulse", pulse.View())));
    }

    private static async Task<IReadOnlyList<(string, Answer)>> AskAsync(Desk desk) =>
        [.. await Task.WhenAll(ServiceNames.All.Select(async service => (service, await desk.GetAsync(service, $"/readyz"))))];
}
