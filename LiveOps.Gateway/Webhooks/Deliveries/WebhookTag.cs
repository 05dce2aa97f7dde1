using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>
/// A webhook's version as an <c>ETag</c>: a hash of what operators say of it, of whether and why it is disabled, and of when it and its secrets were made. So every replica has the same, also
/// after a restart, and nothing of deliveries is in it. The address is: only who may read it is told the tag.
/// </summary>
internal static class WebhookTag
{
    /// <summary>The most characters that a call may name tags with.</summary>
    public const int Longest = 1024;

    /// <summary>The tag, in its quotes.</summary>
    public static string Of(Webhook webhook)
    {
        WebhookWish wish = webhook.Wish;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{webhook.MadeAt}\n{wish.Url}\n{wish.Types}\n{wish.IsEnabled}\n{webhook.DisabledBy}\n{string.Join(',', webhook.Secrets.Select(secret => secret.MadeAt))}\n{wish.Description}");
        return string.Create(CultureInfo.InvariantCulture, $"\"{(ulong)IdHash.Of(Encoding.UTF8.GetBytes(text)):x16}\"");
    }

    /// <summary>Whether a webhook is one that a caller has seen.</summary>
    /// <param name="seen">The tags that were named, with commas between them, or an asterisk for any; empty where nothing was said.</param>
    /// <param name="webhook">The webhook; null for none.</param>
    public static bool IsSeen(string seen, Webhook? webhook) =>
        seen.Length == 0 || (webhook is not null && (seen == "*" || seen.Split(',').Contains(Of(webhook))));
}
