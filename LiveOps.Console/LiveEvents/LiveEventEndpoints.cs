using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.LiveEvents;

/// <summary>Live events: what runs, comes and was; one of them with how many are in it. They are changed in their document.</summary>
internal static class LiveEventEndpoints
{
    public static void MapLiveEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live-events", ListAsync);
        routes.MapGet("/live-events/{id}", OneAsync);
    }

    private static async Task<IResult> ListAsync(Desk desk) =>
        desk.Page<LiveEventsPage>(null, ("Events", await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/live-events", ("limit", "500"))));

    private static async Task<IResult> OneAsync(Desk desk, string id)
    {
        Answer one = await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/live-events/{id}");
        return desk.Page<LiveEventPage>(one.Status is 404 or 400 ? new Notice(false, desk.Speech["nothing-here"], one.Detail, 404) : null, ("Id", id), ("Event", one));
    }
}
