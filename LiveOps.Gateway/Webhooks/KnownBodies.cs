using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks;

/// <summary>What the gateway knows of a player.</summary>
/// <param name="Known">Whether that is anything.</param>
/// <param name="Notices">Notices about them to webhooks, newest first, at most 100.</param>
/// <param name="CutShort">The members of which there is more.</param>
internal sealed record KnownBody(bool Known, IReadOnlyList<KnownNoticeBody> Notices, IReadOnlyList<string> CutShort);

/// <summary>A notice about a player, on its way to a webhook.</summary>
/// <param name="Id">The notice's id.</param>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="To">The scheme and host that it is sent to: what else is in the URL may be a secret.</param>
/// <param name="Type">The notice's type.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Status">What became of it: <c>pending</c> while it waits.</param>
/// <param name="Attempts">How many attempts there were.</param>
/// <param name="Data">What it says.</param>
internal sealed record KnownNoticeBody(
    string Id, string Webhook, string To, string Type, DateTime Time, [property: AllowedValues("pending", "delivered", "failed")] string Status, int Attempts, Dictionary<string, JsonElement> Data)
{
    public static KnownNoticeBody Of(Webhook webhook, Delivery delivery) => new(
        delivery.Id, webhook.Id, new Uri(webhook.Wish.Url).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped), NoticeTypes.Name(delivery.Notice.Type), UnixTicks.ToUtc(delivery.Notice.At),
        DeliveryBody.Statuses[(int)delivery.Status], delivery.Attempts, JsonSerializer.Deserialize(delivery.Notice.Data.Span, WebhookJson.AsTheyAre.DictionaryStringJsonElement)!);
}
