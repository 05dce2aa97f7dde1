using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveOps.Core.Notices;
using LiveOps.Core.Signing;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks;

/// <summary>What is asked of a webhook.</summary>
/// <param name="Url">Where notices are sent: <c>https</c>, or <c>http</c> to a host that is named in <c>WEBHOOK_PRIVATE_HOSTS</c>.</param>
/// <param name="Types">Which notices; absent or empty for all, also of types to come.</param>
/// <param name="Enabled">Whether anything is sent; true when nothing is said.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Secret">A secret to begin with, <c>whsec_</c> and base64; absent for one that is made. A webhook that is there already has its own: secrets change by rotation.</param>
/// <param name="Reason">Why, for the audit.</param>
internal sealed record WebhookRequestBody(
    string Url, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string[]? Types = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Enabled = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

/// <summary>How a secret is changed.</summary>
/// <param name="OverlapSeconds">How long the one before signs beside the new one: 0 to 604800, a day when nothing is said.</param>
/// <param name="Secret">The new one, <c>whsec_</c> and base64; absent for one that is made.</param>
/// <param name="Reason">Why, for the audit.</param>
internal sealed record RotateRequestBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? OverlapSeconds = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

/// <summary>A secret's times; the secret itself is never shown again.</summary>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Until">Until when it signs, once another has taken its place.</param>
internal sealed record SecretBody(DateTime MadeAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until);

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where notices are sent; for a viewer its scheme and host alone.</param>
/// <param name="Types">Which; empty for all.</param>
/// <param name="Enabled">Whether anything is sent.</param>
/// <param name="DisabledBy">Why not: by an operator, because its receiver took nothing for days, or is gone.</param>
/// <param name="Description">What it is for.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="FailingSince">Since when its receiver takes nothing.</param>
/// <param name="Pending">How many deliveries wait.</param>
/// <param name="Secrets">The secrets that sign, the older one first.</param>
/// <param name="Secret">The secret, once: in the answer to the call that made it.</param>
internal sealed record WebhookBody(
    string Id, string Url, IReadOnlyList<string> Types, bool Enabled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), AllowedValues(Webhook.ByOperator, Webhook.Failing, Webhook.Gone)] string? DisabledBy,
    string Description, DateTime MadeAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? FailingSince,
    int Pending, IReadOnlyList<SecretBody> Secrets,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static WebhookBody Of(Webhook webhook, int pending, long now, byte[]? secret = null) => new(
        webhook.Id, webhook.Wish.Url, NoticeTypes.NamesOf(webhook.Wish.Types), webhook.Wish.IsEnabled, webhook.Wish.IsEnabled ? null : webhook.DisabledBy, webhook.Wish.Description,
        UnixTicks.ToUtc(webhook.MadeAt), webhook.FailingSince == 0 ? null : UnixTicks.ToUtc(webhook.FailingSince), pending,
        [.. webhook.SecretsAt(now).Select(one => new SecretBody(UnixTicks.ToUtc(one.MadeAt), one.Until == 0 ? null : UnixTicks.ToUtc(one.Until)))],
        secret is null ? null : SigningSecret.Write(secret));
}

/// <summary>All webhooks.</summary>
internal sealed record WebhooksBody(IReadOnlyList<WebhookBody> Webhooks);

/// <summary>An attempt to deliver.</summary>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">The receiver's answer; absent where there was none.</param>
/// <param name="Error">Why there was none.</param>
internal sealed record AttemptBody(
    DateTime At, int Milliseconds, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);

/// <summary>A notice on its way to a webhook.</summary>
/// <param name="Id">The notice's id: the header <c>webhook-id</c> of every attempt.</param>
/// <param name="Type">The notice's type.</param>
/// <param name="Subject">About whom or what.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Attempts">How many attempts there were.</param>
/// <param name="NextAttemptAt">When the next is due, where there was one.</param>
/// <param name="Latest">The latest attempts, oldest first.</param>
/// <param name="Event">The CloudEvent that is sent; where one delivery is asked for.</param>
internal sealed record DeliveryBody(
    string Id, string Type, string Subject, DateTime Time, [property: AllowedValues("pending", "delivered", "failed")] string Status, int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? NextAttemptAt, IReadOnlyList<AttemptBody> Latest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, JsonElement>? Event = null)
{
    /// <summary>The statuses by name.</summary>
    public static readonly string[] Statuses = ["pending", "delivered", "failed"];

    public static DeliveryBody Of(Delivery delivery, bool withEvent = false) => new(
        delivery.Id, NoticeTypes.Name(delivery.Notice.Type), delivery.Notice.Subject, UnixTicks.ToUtc(delivery.Notice.At), Statuses[(int)delivery.Status], delivery.Attempts,
        delivery.Status == DeliveryStatus.Pending && delivery.Attempts > 0 ? UnixTicks.ToUtc(delivery.DueAt) : null,
        [.. delivery.Latest.Select(one => new AttemptBody(UnixTicks.ToUtc(one.At), one.Milliseconds, one.Status == 0 ? null : one.Status, one.Error.Length == 0 ? null : one.Error))],
        withEvent ? JsonSerializer.Deserialize(CloudEvent.Write(delivery.Notice), WebhookJson.AsTheyAre.DictionaryStringJsonElement) : null);
}

/// <summary>A page of deliveries, newest first; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record DeliveriesBody(IReadOnlyList<DeliveryBody> Deliveries, string? Next);

/// <summary>How they are read and written: a secret's plus as it is.</summary>
[JsonSerializable(typeof(WebhookRequestBody))]
[JsonSerializable(typeof(RotateRequestBody))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhooksBody))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(DeliveriesBody))]
[JsonSerializable(typeof(KnownBody))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    private static readonly Lazy<WebhookJson> Unescaped = new(() => new WebhookJson(
        new JsonSerializerOptions(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, AllowDuplicateProperties = false, NumberHandling = JsonNumberHandling.Strict }));

    public static WebhookJson AsTheyAre => Unescaped.Value;
}
