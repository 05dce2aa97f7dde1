using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <summary>Webhooks and deliveries in bytes, as <see cref="BinaryWriter"/> writes them.</summary>
internal static class WebhookFormat
{
    public static void Write(BinaryWriter writer, WebhookWish wish)
    {
        writer.Write(wish.Url);
        writer.Write(wish.Types);
        writer.Write(wish.IsEnabled);
        writer.Write(wish.Description);
    }

    public static WebhookWish ReadWish(BinaryReader reader) => new(reader.ReadString(), reader.ReadUInt64(), reader.ReadBoolean(), reader.ReadString());

    public static void Write(BinaryWriter writer, Webhook webhook)
    {
        writer.Write(webhook.Id);
        Write(writer, webhook.Wish);
        writer.Write(webhook.MadeAt);
        writer.Write(webhook.FailingSince);
        writer.Write(webhook.NotBefore);
        writer.Write(webhook.DisabledBy);
        writer.Write(webhook.Failures);
        writer.Write(webhook.Edition);
        writer.Write((byte)webhook.Secrets.Count);
        foreach (WebhookSecret secret in webhook.Secrets)
        {
            WriteBytes(writer, secret.Bytes);
            writer.Write(secret.MadeAt);
            writer.Write(secret.Until);
        }
    }

    public static Webhook ReadWebhook(BinaryReader reader, byte format)
    {
        string id = reader.ReadString();
        WebhookWish wish = ReadWish(reader);
        long madeAt = reader.ReadInt64(), failingSince = reader.ReadInt64(), notBefore = reader.ReadInt64();
        string disabledBy = reader.ReadString();
        (int failures, int edition) = format > 1 ? (reader.ReadInt32(), reader.ReadInt32()) : (0, 0);
        var secrets = new WebhookSecret[reader.ReadByte()];
        for (int i = 0; i < secrets.Length; i++)
            secrets[i] = new WebhookSecret(ReadBytes(reader), reader.ReadInt64(), reader.ReadInt64());
        return new Webhook(id, wish, secrets, madeAt) { FailingSince = failingSince, NotBefore = notBefore, DisabledBy = disabledBy, Failures = failures, Edition = edition };
    }

    /// <summary>A delivery without its notice, which others have as well.</summary>
    public static void Write(BinaryWriter writer, Delivery delivery)
    {
        writer.Write(delivery.Number);
        writer.Write((byte)delivery.Status);
        writer.Write(delivery.Attempts);
        writer.Write(delivery.DueAt);
        writer.Write(delivery.FailedFirstAt);
        writer.Write(delivery.Failures);
        writer.Write(delivery.Since);
        writer.Write((byte)delivery.Latest.Count);
        foreach (Attempt attempt in delivery.Latest)
            Write(writer, attempt);
    }

    /// <summary>Reads one. Format 1 had the notice in each, behind the number.</summary>
    public static Delivery ReadDelivery(BinaryReader reader, byte format, Func<Notice> notice)
    {
        long number = reader.ReadInt64();
        Notice about = notice();
        var status = (DeliveryStatus)reader.ReadByte();
        int attempts = reader.ReadInt32();
        long dueAt = reader.ReadInt64(), failedFirstAt = reader.ReadInt64();
        int failures = reader.ReadInt32();
        long since = format > 1 ? reader.ReadInt64() : 0;
        var latest = new Attempt[reader.ReadByte()];
        for (int i = 0; i < latest.Length; i++)
            latest[i] = ReadAttempt(reader);
        return new Delivery(number, about) { Status = status, Attempts = attempts, DueAt = dueAt, FailedFirstAt = failedFirstAt, Failures = failures, Since = since, Latest = latest };
    }

    public static void Write(BinaryWriter writer, Attempt attempt)
    {
        writer.Write(attempt.At);
        writer.Write(attempt.Milliseconds);
        writer.Write(attempt.Status);
        writer.Write(attempt.Error);
    }

    public static Attempt ReadAttempt(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());

    public static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write((byte)bytes.Length);
        writer.Write(bytes);
    }

    public static byte[] ReadBytes(BinaryReader reader)
    {
        int length = reader.ReadByte();
        byte[] bytes = reader.ReadBytes(length);
        return bytes.Length == length && length <= SecretBox.MostBytes ? bytes : throw new InvalidDataException("a webhook's secret is cut off");
    }
}
