using LiveOps.Console.Calendar;
using LiveOps.Console.Pulse;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Now;

/// <summary>What happens now: the first page, and the part of it that a browser asks for again every few seconds.</summary>
internal static class NowEndpoints
{
    public static void MapNow(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", PageAsync);
        routes.MapGet("/now", async (Desk desk, Heartbeat pulse) => desk.Page<NowParts>(null, ("Services", await AskAsync(desk)), ("Pulse", pulse.View())));
    }

    // What comes stands on the page alone: nobody needs it anew every few seconds.
    private static async Task<IResult> PageAsync(Desk desk, Heartbeat pulse, TimeProvider clock, string? live = null)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Task<IReadOnlyList<(string, Answer)>> services = AskAsync(desk);
        Task<Coming> coming = Coming.AskAsync(desk, now, now.AddDays(1));
        return desk.Page<NowPage>(null, ("Services", await services), ("Pulse", pulse.View()), ("Live", live != "0"), ("Coming", await coming));
    }

    private static async Task<IReadOnlyList<(string, Answer)>> AskAsync(Desk desk) =>
        [.. await Task.WhenAll(ServiceNames.All.Select(async service => (service, await desk.GetAsync(service, $"/readyz"))))];
}
