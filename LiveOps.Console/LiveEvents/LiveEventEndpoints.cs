using LiveOps.Console.Edits;
using LiveOps.Console.Ends;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.LiveEvents;

/// <summary>Live events: what runs, comes and was; one of them with how many are in it. They are changed in their document; one that is not over is given another end by a form, too.</summary>
internal static class LiveEventEndpoints
{
    private const string Document = "live-events";

    public static void MapLiveEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live-events", ListAsync);
        routes.MapGet("/live-events/{id}", OneAsync);
        routes.MapGet("/live-events/{id}/end", (Desk desk, string id) => EndAsync(desk, id, null, null)).Takes(OperatorRole.Operator);
        routes.MapPost("/live-events/{id}/end", (Desk desk, string id) => EndChange.TakeAsync(
            desk, Document, PlaceOfEnd, (draft, notice) => EndAsync(desk, id, draft, notice), () => Desk.Done($"/live-events/{Uri.EscapeDataString(id)}", "live-event-moved"))).Takes(OperatorRole.Operator);
    }

    private static async Task<IResult> ListAsync(Desk desk) =>
        desk.Page<LiveEventsPage>(null, ("Events", await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/live-events", ("limit", "500"))));

    private static async Task<IResult> OneAsync(Desk desk, string id)
    {
        Answer one = await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/live-events/{id}");
        return desk.Page<LiveEventPage>(one.Status is 404 or 400 ? new Notice(false, desk.Speech["nothing-here"], one.Detail, 404) : null, ("Id", id), ("Event", one));
    }

    private static async Task<IResult> EndAsync(Desk desk, string id, EndDraft? draft, Notice? notice)
    {
        Task<Answer> asked = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/live-events/{id}");
        Task<int> toCome = EndChange.ToComeAsync(desk, Document);
        Answer document = await EndChange.DocumentAsync(desk, Document), one = await asked;
        if (one.Status is 404 or 400)
            return NothingHere.Page(desk, one.Detail);
        return desk.Page<LiveEventEndPage>(
            notice, ("Id", id), ("Event", one), ("Document", document), ("IsThere", PlaceOfEnd(document.Json, id) is not null), ("ToCome", await toCome), ("Draft", draft ?? new EndDraft(id, document.ETag)));
    }

    private static string? PlaceOfEnd(Part document, string id)
    {
        IReadOnlyList<Part> events = document["liveEvents"].Items;
        for (int at = 0; at < events.Count; at++)
        {
            if (events[at].Text("id") == id)
                return $"{JsonPlaces.Item("/liveEvents", at)}/closesAt";
        }

        return null;
    }
}
