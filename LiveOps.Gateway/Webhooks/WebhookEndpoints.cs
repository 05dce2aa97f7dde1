using System.Security.Cryptography;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.Sending;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Webhooks;

/// <summary><c>/v1/webhooks</c>: where notices are sent. When a call is answered, it is durable, and what happens from then on is told.</summary>
internal static class WebhookEndpoints
{
    private const string Json = "application/json", Any = "*/*";

    private static readonly CallParameter Id = CallParameter.Path("id", "The webhook's id.", SchemaParts.Id);

    private static readonly CallParameter Seen = CallParameter.Header("If-Match", "The ETag of the webhook that was read: where it has changed meanwhile, nothing is done. May be left out.", SchemaParts.Text());

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder hooks = routes.MapGroup("/v1/webhooks").InSection("webhooks", "Where notices are sent, and what became of them.").RequireOperator().Refuses(ProblemTypes.Unavailable);
        hooks.MapGet("/", List).WithName("listWebhooks").WithSummary("All webhooks. Operator.").Produces<WebhooksBody>();
        hooks.MapGet("/{id}", Find).WithName("getWebhook").WithSummary("A webhook, without its secrets. Operator.").Produces<WebhookBody>().Sends(200, AnswerField.ETag).Takes(Id).Refuses(ProblemTypes.UnknownWebhook);
        hooks.MapPut("/{id}", Put).WithName("putWebhook").WithSummary("Makes a webhook, whose secret is told in this answer and never again; or changes one. Operator.")
            .Accepts<WebhookRequestBody>(Json, Any).Produces<WebhookBody>().Produces<WebhookBody>(StatusCodes.Status201Created).Sends(200, AnswerField.ETag).Sends(201, AnswerField.ETag).Takes(Id, Seen)
            .Refuses(ProblemTypes.StaleWebhook, ProblemTypes.MalformedBody, ProblemTypes.InvalidParameter, ProblemTypes.PayloadTooLarge, ProblemTypes.TooManyWebhooks);
        hooks.MapDelete("/{id}", Delete).WithName("deleteWebhook").WithSummary("Forgets a webhook, its secrets and its deliveries. Operator.").Produces(204)
            .Takes(Id).TakesReason().Refuses(ProblemTypes.UnknownWebhook, ProblemTypes.InvalidParameter);
        hooks.MapPost("/{id}/rotate", Rotate).WithName("rotateWebhookSecret")
            .WithSummary("Makes another secret, told in this answer and never again. The one before signs beside it for a while, and its signature stands first. Operator.")
            .Accepts<RotateRequestBody>(isOptional: true, Json, Any).Produces<WebhookBody>().Sends(200, AnswerField.ETag).Takes(Id, Seen)
            .Refuses(ProblemTypes.StaleWebhook, ProblemTypes.UnknownWebhook, ProblemTypes.MalformedBody, ProblemTypes.InvalidParameter, ProblemTypes.PayloadTooLarge);
        hooks.MapDeliveries();
    }

    /// <summary>Does what must be durable; a 503 where it could not be made so.</summary>
    internal static async Task<IResult> DurablyAsync(Func<Task<IResult>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, e is StoreUnavailableException { Store: "webhooks" } ? $"Webhooks {((StoreUnavailableException)e).Reason}." : "Whether it is durable is not known: look, and send it again.", retryAfter: e is StoreUnavailableException { Store: "webhooks" } ? 0 : 1);
        }
    }

    private static Task<IResult> List(HttpContext context, IWebhookStore store, TimeProvider clock) => DurablyAsync(async () =>
    {
        IReadOnlyList<(Webhook Webhook, int Pending)> all = await store.ListAsync(context.RequestAborted);
        return Results.Json(new WebhooksBody([.. all.Select(one => WebhookBody.Of(ForWhoever(context, one.Webhook), one.Pending, clock.Now()))]), WebhookJson.AsTheyAre.WebhooksBody);
    });

    private static Task<IResult> Find(string id, HttpContext context, IWebhookStore store, TimeProvider clock) => DurablyAsync(async () =>
        await FindAsync(store, id, context.RequestAborted) is { } found ? Shown(context, found.Webhook, found.Pending, clock) : Unknown());

    private static async Task<IResult> Put(string id, HttpContext context, IWebhookStore store, WebhookSettings settings, TimeProvider clock)
    {
        string seen = "";
        if (!IdRule.IsValid(id))
            return new Problem(ProblemTypes.InvalidParameter, $"The webhook's id {IdRule.Sentence}.");
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        if ((WebhookReader.Read(body, settings, out WebhookWish wish, out byte[] secret, out string reason) ?? IfMatch.Read(context.Request, out seen)) is { } problem)
            return problem;
        return await DurablyAsync(async () =>
        {
            (Webhook Webhook, int Pending)? before = await store.FindAsync(id, context.RequestAborted);
            if (!WebhookTag.IsSeen(seen, before?.Webhook))
                return Stale(before?.Webhook); // and nothing of it is in the log
            if (secret.Length > 0 && before is { } was && !CryptographicOperations.FixedTimeEquals(secret, settings.Secrets.Open(was.Webhook.Secrets[^1].Bytes)))
                return new Problem(ProblemTypes.InvalidParameter, $"secret is for a webhook that is made: this one has another. Change it with POST /v1/webhooks/{id}/rotate.");
            secret = secret.Length > 0 ? secret : WebhookReader.MakeSecret();
            AuditEntry audit = Entry(context, "make", reason) with { After = WebhookAudit.Of(id, wish) }; // the step itself knows whether it changes one
            PutResult done = await store.PutAsync(id, wish, secret, audit, seen);
            if (done.IsStale)
                return Stale((await store.FindAsync(id, context.RequestAborted))?.Webhook);
            if (done.Now is not { } now)
                return new Problem(ProblemTypes.TooManyWebhooks, $"There are {Webhook.Most}, and no more may be.");
            return done.Before is null ? Shown(context, now, 0, clock, secret, StatusCodes.Status201Created) : Shown(context, now, before?.Pending ?? 0, clock);
        });
    }

    private static async Task<IResult> Rotate(string id, HttpContext context, IWebhookStore store, TimeProvider clock)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return BoundedBody.TooLarge;
        string seen = "";
        if ((WebhookReader.Read(body, out int overlap, out byte[] secret, out string reason) ?? IfMatch.Read(context.Request, out seen)) is { } problem)
            return problem;
        secret = secret.Length > 0 ? secret : WebhookReader.MakeSecret();
        return await DurablyAsync(async () =>
        {
            if (await FindAsync(store, id, context.RequestAborted) is not { } before)
                return Unknown();
            AuditEntry audit = Entry(context, WebhookAudit.Rotate, reason) with { Before = WebhookAudit.OfSecrets(before.Webhook, clock.Now()) }; // the step itself knows what signs then
            PutResult done = await store.RotateAsync(id, secret, clock.Now() + overlap * TimeSpan.TicksPerSecond, audit, seen);
            (Webhook Webhook, int Pending)? found = await store.FindAsync(id, context.RequestAborted);
            if (done.IsStale)
                return Stale(found?.Webhook);
            return done.Now is { } now ? Shown(context, now, found?.Pending ?? 0, clock, secret) : Unknown();
        });
    }

    private static async Task<IResult> Delete(string id, HttpContext context, IWebhookStore store, string? reason = null)
    {
        if (OperatorText.Optional("reason", reason, OperatorReason.MaxLength, out string why) is { } problem)
            return problem;
        return await DurablyAsync(async () =>
        {
            if (await FindAsync(store, id, context.RequestAborted) is not { } before)
                return Unknown();
            AuditEntry audit = Entry(context, "delete", why) with { Before = WebhookAudit.Of(id, before.Webhook.Wish) };
            return await store.DeleteAsync(id, audit) ? Results.NoContent() : Unknown();
        });
    }

    internal static AuditEntry Entry(HttpContext context, string action, string reason) => OperatorIdentity.Entry(context, AuditKinds.Webhook, action) with { Reason = reason };

    // The path may hold a token: who may only look sees whose host it is.
    private static Webhook ForWhoever(HttpContext context, Webhook webhook) => OperatorIdentity.Of(context).Role >= OperatorRole.Operator
        ? webhook
        : webhook with { Wish = webhook.Wish with { Url = new Uri(webhook.Wish.Url).GetLeftPart(UriPartial.Authority) } };

    internal static Problem Unknown() => new(ProblemTypes.UnknownWebhook);

    internal static ValueTask<(Webhook Webhook, int Pending)?> FindAsync(IWebhookStore store, string id, CancellationToken cancellation) =>
        IdRule.IsValid(id) ? store.FindAsync(id, cancellation) : new((ValueTuple<Webhook, int>?)null);

    private static Problem Stale(Webhook? now) => new(
        ProblemTypes.StaleWebhook, now is null ? "There is none of this id any more." : $"It is {(now.Wish.IsEnabled ? "enabled" : "disabled")} and leads to {new Uri(now.Wish.Url).Host} by now: read it again, and put your change into it.");

    private static IResult Shown(HttpContext context, Webhook webhook, int pending, TimeProvider clock, byte[]? secret = null, int status = StatusCodes.Status200OK)
    {
        if (secret is not null)
            context.Response.Headers.CacheControl = "no-store";
        if (OperatorIdentity.Of(context).Role >= OperatorRole.Operator)
            context.Response.Headers.ETag = WebhookTag.Of(webhook);
        return Results.Json(WebhookBody.Of(ForWhoever(context, webhook), pending, clock.Now(), secret), WebhookJson.AsTheyAre.WebhookBody, statusCode: status);
    }
}
