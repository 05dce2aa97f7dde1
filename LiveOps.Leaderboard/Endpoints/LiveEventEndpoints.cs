using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary><c>/v1/live-events</c>: what runs, what comes, what was; and how a player enters one.</summary>
internal static class LiveEventEndpoints
{
    private static readonly string[] Statuses = ["coming", "running", "over"];

    public static void MapLiveEvents(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder events = routes.MapGroup("/v1/live-events").InSection("live-events", "What runs for a time: boards of their own, multipliers, rewards.").Refuses(ProblemTypes.Unavailable);
        events.MapGet("/", List).WithName("getLiveEvents").Produces<LiveEventsBody>().Takes(Description.Page)
            .Takes(CallParameter.Query("status", "Only those that are to come, run, or are over.", () => SchemaParts.OneOf(Statuses)))
            .WithSummary("The live events in order of their opening: what was, as long as the document names it, what runs and what comes.");
        events.MapGet("/{event}", One).WithName("getLiveEvent").Produces<CountedLiveEventBody>().Refuses(ProblemTypes.UnknownLiveEvent)
            .WithSummary("A live event, with how many are in it; its ranks are a page of its board.");
        events.MapPost("/{event}/players/{id}", Enter).WithName("enterLiveEvent").Accepts<EnterBody>(isOptional: true, "application/json", "*/*").Produces<EnteredBody>().IsSigned()
            .WithSummary("A player enters, from when the event is announced until it closes; again changes nothing. Signed like events, by the game, which names both in the body, or by the player.")
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge, ProblemTypes.NotYourPlayer, ProblemTypes.PlayerBlocked, ProblemTypes.UnknownLiveEvent, ProblemTypes.LiveEventClosed, ProblemTypes.LiveEventFull);
    }

    private static async Task List(HttpContext context, ILiveEventStore store, string? limit = null, string? offset = null, string? status = null)
    {
        int from = 0;
        Problem? wrong = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from)
            ?? (status is null || Statuses.Contains(status) ? null : new Problem(ProblemTypes.InvalidParameter, "status is coming, running or over."));
        if (wrong is not null)
        {
            await wrong.ExecuteAsync(context);
            return;
        }

        LiveCalendar calendar = await store.CalendarAsync(context.RequestAborted);
        LiveEvent[] events = [.. calendar.Events.Events.Where(live => status is null || LiveEventJson.Status(live, calendar.Now) == status)];
        await Answers.SendAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", events.Length);
            json.WriteStartArray("liveEvents");
            foreach (LiveEvent live in events.Skip(from).Take(rows))
                LiveEventJson.Write(json, live, calendar.Now, null);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task One(HttpContext context, string @event, ILiveEventStore store)
    {
        LiveCalendar calendar = await store.CalendarAsync(context.RequestAborted);
        if (calendar.Events.Find(@event) is not { } live)
        {
            await Unknown(@event).ExecuteAsync(context);
            return;
        }

        LiveEventCounts counts = await store.CountAsync(live, context.RequestAborted);
        await Answers.SendAsync(context, json => LiveEventJson.Write(json, live, calendar.Now, counts));
    }

    private static async Task Enter(HttpContext context, string @event, string id, ILiveEventStore store, IServiceProvider services)
    {
        (Problem? problem, EntryOutcome? entered) = await TryEnterAsync(context, @event, id, store, services.GetService<RequestVerifier>());
        if (problem is not null)
            await problem.ExecuteAsync(context);
        else
            await Answers.SendAsync(context, json => LiveEventJson.Write(json, @event, id, entered!));
    }

    private static async Task<(Problem? Problem, EntryOutcome? Entered)> TryEnterAsync(HttpContext context, string live, string player, ILiveEventStore store, RequestVerifier? verifier)
    {
        if (verifier is null)
            return (new Problem(ProblemTypes.Unavailable, "This service was given no secret (HMAC_SECRET) to verify a signature with."), null);
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return (BoundedBody.TooLarge, null);
        try
        {
            VerifiedRequest request = await verifier.VerifyAsync(context.Request.Headers, body);
            if (request.Outcome != SignatureOutcome.Valid)
                return (request.Outcome.ToProblem(), null);
            if (Parameters.Player(player) is { } invalid)
                return (invalid, null);
            if (!request.Signer.MaySpeakFor(player))
                return (new Problem(ProblemTypes.NotYourPlayer, "A player's key enters that player."), null);
            if (Check(body, live, player, request.Signer) is { } wrong)
                return (wrong, null);
            if (!IdRule.IsValid(live))
                return (Unknown(live), null);
            EntryOutcome outcome = await store.EnterAsync(live, player, context.RequestAborted);
            return outcome.Status switch
            {
                EntryStatus.Unknown => (Unknown(live), null),
                EntryStatus.Blocked => (new Problem(ProblemTypes.PlayerBlocked), null),
                EntryStatus.Closed => (new Problem(ProblemTypes.LiveEventClosed), null),
                EntryStatus.Full => (new Problem(ProblemTypes.LiveEventFull), null),
                _ => (null, outcome),
            };
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return (new Problem(ProblemTypes.Unavailable, "The entry could not be made durable: send it again.", retryAfter: 1), null);
        }
    }

    // The signature covers the body and not the path: who names both binds it to this one entry. A key of the game speaks for everybody, so what it signed would enter anybody anywhere if it named
    // nothing; a player's key enters that player alone. Nothing else is taken, so that a signed body of another call enters nobody.
    private static Problem? Check(byte[] body, string live, string player, SignedBy signer)
    {
        if (body.Length == 0 && signer.PlayerId is not null)
            return null;
        string?[] named = new string?[2];
        if (JsonMembers.Read(body, ["event", "playerId"], named) is { } wrong)
            return new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"event":"…","playerId":"…"} as in the path; only a player's own key may leave it out.""");
        if (signer.PlayerId is null && (named[0] is null || named[1] is null))
            return new Problem(ProblemTypes.MalformedBody, """A key of the game signs {"event":"…","playerId":"…"} as in the path: the signature covers the body and not the path.""");
        return (named[0] ?? live) == live && (named[1] ?? player) == player ? null : new Problem(ProblemTypes.InvalidParameter, "The signed body names another event or player than the path.");
    }

    private static Problem Unknown(string live) => new(ProblemTypes.UnknownLiveEvent, IdRule.IsValid(live) ? $"The document names no live event {live}." : null);
}
