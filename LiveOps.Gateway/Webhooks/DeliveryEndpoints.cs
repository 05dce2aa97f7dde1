using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;

namespace LiveOps.Gateway.Webhooks;

/// <summary><c>/v1/webhooks/{id}/deliveries</c>: what was sent, what waits, and what came of it.</summary>
internal static class DeliveryEndpoints
{
    private const int DefaultLimit = 50, MaxLimit = 500, MaxId = 64;

    private static readonly CallParameter Id = CallParameter.Path("id", "The webhook's id.", SchemaParts.Id);
    private static readonly CallParameter Which = CallParameter.Path("delivery", "The delivery's id, which is its notice's.", SchemaParts.Text());
    private static readonly CallParameter Status = CallParameter.Query("status", "Only those of this status.", () => SchemaParts.OneOf(DeliveryBody.Statuses));

    private static readonly CallParameter Subject = CallParameter.Query("subject", "Only those about this player, or whatever else it is.", SchemaParts.Text());

    public static void MapDeliveries(this RouteGroupBuilder hooks)
    {
        hooks.MapGet("/{id}/deliveries", List).WithName("listDeliveries").WithSummary("A webhook's deliveries with their attempts, newest first. Operator.").Produces<DeliveriesBody>()
            .Takes(Id, Status, Subject, CallParameter.After, CallParameter.Limit(MaxLimit, DefaultLimit)).Refuses(ProblemTypes.UnknownWebhook, ProblemTypes.InvalidParameter);
        hooks.MapGet("/{id}/deliveries/{delivery}", Find).WithName("getDelivery").WithSummary("A delivery, with the event that is sent. Operator.").Produces<DeliveryBody>()
            .Takes(Id, Which).Refuses(ProblemTypes.UnknownDelivery);
        hooks.MapPost("/{id}/deliveries/{delivery}/resend", Resend).WithName("resendDelivery")
            .WithSummary("Sends a delivery again: one that waits at once, one that is done with a day of attempts of its own. Operator.")
            .Produces<DeliveryBody>(StatusCodes.Status202Accepted).Takes(Id, Which).TakesReason()
            .Refuses(ProblemTypes.UnknownDelivery, ProblemTypes.InvalidParameter, ProblemTypes.WebhookDisabled);
    }

    private static Task<IResult> List(string id, IWebhookStore store, CancellationToken cancellation, string? status = null, string? subject = null, string? after = null, string? limit = null) =>
        WebhookEndpoints.DurablyAsync(async () =>
        {
            int most = DefaultLimit, wanted = status is null ? -1 : Array.IndexOf(DeliveryBody.Statuses, status);
            long below = long.MaxValue;
            if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
                return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
            if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out below))
                return new Problem(ProblemTypes.InvalidParameter, "after must be the next of the page before.");
            if (status is not null && wanted < 0)
                return new Problem(ProblemTypes.InvalidParameter, $"status must be one of {string.Join(", ", DeliveryBody.Statuses)}.");
            if (await WebhookEndpoints.FindAsync(store, id, cancellation) is null)
                return WebhookEndpoints.Unknown();
            IReadOnlyList<Delivery> page = await store.DeliveriesAsync(id, wanted < 0 ? null : (DeliveryStatus)wanted, subject, below, most, cancellation);
            string? next = page.Count == most ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : null;
            return Results.Json(new DeliveriesBody([.. page.Select(one => DeliveryBody.Of(one))], next), WebhookJson.AsTheyAre.DeliveriesBody);
        });

    private static Task<IResult> Find(string id, string delivery, IWebhookStore store, CancellationToken cancellation) => WebhookEndpoints.DurablyAsync(async () =>
        delivery.Length <= MaxId && await store.FindDeliveryAsync(id, delivery, cancellation) is { } found ? Shown(found, StatusCodes.Status200OK) : Unknown());

    private static async Task<IResult> Resend(string id, string delivery, HttpContext context, IWebhookStore store, string? reason = null)
    {
        if (OperatorText.Optional("reason", reason, OperatorReason.MaxLength, out string why) is { } problem)
            return problem;
        if (delivery.Length > MaxId)
            return Unknown();
        return await WebhookEndpoints.DurablyAsync(async () =>
        {
            if (await store.FindDeliveryAsync(id, delivery, context.RequestAborted) is null)
                return Unknown();
            if (await store.FindAsync(id, context.RequestAborted) is { Webhook.Wish.IsEnabled: false })
                return new Problem(ProblemTypes.WebhookDisabled, "Nothing is sent to it. Enable it first: what waits is sent then by itself.");
            AuditEntry audit = WebhookEndpoints.Entry(context, "resend", why) with { After = WebhookAudit.Of(id, delivery) };
            return await store.ResendAsync(id, delivery, audit) is { } again ? Shown(again, StatusCodes.Status202Accepted) : Unknown();
        });
    }

    private static IResult Shown(Delivery delivery, int status) => Results.Json(DeliveryBody.Of(delivery, withEvent: true), WebhookJson.AsTheyAre.DeliveryBody, statusCode: status);

    private static Problem Unknown() => new(ProblemTypes.UnknownDelivery);
}
