using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Notices;

namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>
/// What the audit has of webhooks: never a secret, nor an address behind its host, which may hold one. A few digits of the whole address's hash tell that it was changed, and are too
/// few to guess it by.
/// </summary>
internal static class WebhookAudit
{
    /// <summary>Another secret was made: the action.</summary>
    public const string Rotate = "rotate";

    /// <summary>The entry as it is once what it is about was done; null where nothing was.</summary>
    /// <param name="entry">As it was asked for.</param>
    /// <param name="done">What came of it.</param>
    public static AuditEntry? Done(AuditEntry entry, object? done) => done switch
    {
        null or PutResult { Now: null } => null,
        PutResult { Now: { } rotated } when entry.Action == Rotate => entry with { After = OfSecrets(rotated, entry.At) },
        PutResult { Before: { } before, Now.Id: { } id } => entry with { Action = "change", Before = Of(id, before) },
        _ => entry,
    };

    /// <summary>It was disabled by what its receiver did.</summary>
    public static AuditEntry Disabled(string id, string why, long at) => new(at, AuditEntry.ByPolicy, AuditKinds.Webhook, "disable")
    {
        Token = 0,
        Reason = why == Webhook.Gone ? "its receiver says that it is gone" : "its receiver took nothing for days",
        Before = Json(json => WriteState(json, id, isEnabled: true)),
        After = Json(json => WriteState(json, id, isEnabled: false)),
    };

    /// <summary>A webhook's id and one of its deliveries.</summary>
    public static string Of(string id, string delivery) => Json(json =>
    {
        json.WriteString("id", id);
        json.WriteString("delivery", delivery);
    });

    /// <summary>A webhook's secrets that sign: when each was made, and until when it does, where another takes its place.</summary>
    public static string OfSecrets(Webhook webhook, long now) => Json(json =>
    {
        json.WriteString("id", webhook.Id);
        json.WriteStartArray("secrets");
        foreach (WebhookSecret secret in webhook.SecretsAt(now))
        {
            json.WriteStartObject();
            json.WriteTime("madeAt", secret.MadeAt);
            if (secret.Until > 0)
                json.WriteTime("until", secret.Until);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>What is said of a webhook.</summary>
    public static string Of(string id, WebhookWish wish) => Json(json =>
    {
        WriteState(json, id, wish.IsEnabled);
        json.WriteString("url", new Uri(wish.Url).GetLeftPart(UriPartial.Authority));
        json.WriteString("urlHash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wish.Url)).AsSpan(0, 3)));
        json.WriteString("description", wish.Description);
        json.WriteStartArray("types");
        foreach (string name in NoticeTypes.NamesOf(wish.Types))
            json.WriteStringValue(name);
        json.WriteEndArray();
    });

    private static void WriteState(Utf8JsonWriter json, string id, bool isEnabled)
    {
        json.WriteString("id", id);
        json.WriteBoolean("enabled", isEnabled);
    }

    private static string Json(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(NoticeJson.Of(write));
}
