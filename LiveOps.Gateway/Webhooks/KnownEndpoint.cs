using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.ServiceDefaults.Operators.Endpoints;

namespace LiveOps.Gateway.Webhooks;

/// <summary>What the gateway knows of a player, for an export: the notices about them that wait, and those of which it is remembered what became of them. Of a webhook it tells whose host it is, and no more.</summary>
internal static class KnownEndpoint
{
    /// <summary>The most notices.</summary>
    public const int Most = 100;

    public static void MapKnown(this WebApplication app) => app.MapKnown(GetAsync).Produces<KnownBody>();

    private static async Task<IResult> GetAsync(HttpContext context, IWebhookStore store, string? player = null)
    {
        if (KnownCall.Check(player) is { } problem)
            return problem;
        // Where there is no state there are no webhooks, and so no notice.
        List<KnownNoticeBody> notices = context.RequestServices.GetService<WebhookState>() is { } state ? await NoticesAsync(store, state, player!, context.RequestAborted) : [];
        return Results.Json(
            new KnownBody(notices.Count > 0, [.. notices.OrderByDescending(notice => notice.Time).Take(Most)], notices.Count > Most ? ["notices"] : []), WebhookJson.AsTheyAre.KnownBody);
    }

    // The store is asked first: in a cluster it brings the state up to what was done elsewhere.
    private static async Task<List<KnownNoticeBody>> NoticesAsync(IWebhookStore store, WebhookState state, string player, CancellationToken cancellation)
    {
        var notices = new List<KnownNoticeBody>();
        foreach ((Webhook webhook, _) in await store.ListAsync(cancellation))
            notices.AddRange(state.About(webhook.Id, player, Most + 1).Select(delivery => KnownNoticeBody.Of(webhook, delivery)));
        return notices;
    }
}
