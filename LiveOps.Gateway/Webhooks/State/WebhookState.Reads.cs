using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <summary>Reading, from any thread; and what is in hand. Saving and loading.</summary>
internal sealed partial class WebhookState
{
    /// <summary>All webhooks by id, each with how many deliveries wait.</summary>
    public IReadOnlyList<(Webhook Webhook, int Pending)> List()
    {
        lock (_gate)
            return [.. _hooks.Values.Select(hook => (hook.Webhook, hook.Pending))];
    }

    /// <summary>One; null for none.</summary>
    public (Webhook Webhook, int Pending)? Find(string id)
    {
        lock (_gate)
            return _hooks.TryGetValue(id, out Hook? hook) ? (hook.Webhook, hook.Pending) : null;
    }

    /// <summary>The newest deliveries below a number, newest first.</summary>
    public IReadOnlyList<Delivery> Deliveries(string id, DeliveryStatus? status, long below, int most, string? subject = null)
    {
        lock (_gate)
        {
            return _hooks.TryGetValue(id, out Hook? hook)
                ? [.. hook.Newest(below).Where(delivery => (status is null || delivery.Status == status) && (subject is null || delivery.Notice.Subject == subject)).Take(most)]
                : [];
        }
    }

    /// <summary>The newest deliveries about a player, newest first: of those that erasing them forgets.</summary>
    public IReadOnlyList<Delivery> About(string id, string player, int most)
    {
        lock (_gate)
        {
            return _hooks.TryGetValue(id, out Hook? hook)
                ? [.. hook.Newest(long.MaxValue).Where(delivery => delivery.Notice.Subject == player && NoticeTypes.IsOfPlayer(delivery.Notice.Type)).Take(most)]
                : [];
        }
    }

    /// <summary>One delivery; null for none.</summary>
    public Delivery? FindDelivery(string id, string delivery)
    {
        lock (_gate)
            return _hooks.GetValueOrDefault(id)?.Find(delivery);
    }

    /// <summary>What is due: each comes once, until it was settled.</summary>
    public IReadOnlyList<Delivery> TakeDue(string id, long now, int most)
    {
        var due = new List<Delivery>();
        lock (_gate)
            _hooks.GetValueOrDefault(id)?.Take(now, most, due);
        return due;
    }

    /// <summary>Puts back what is in hand: whoever had it is gone.</summary>
    public void PutBack()
    {
        lock (_gate)
        {
            foreach (Hook hook in _hooks.Values)
                hook.PutBack();
        }

        Changed?.Invoke();
    }

    /// <summary>The number of the next notice of a source that was not heard yet.</summary>
    public long Heard(string source)
    {
        lock (_gate)
            return _heard.GetValueOrDefault(source);
    }

    /// <summary>Writes all; called by the applying thread, which alone changes it: but not what is in hand, which is not written.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Format);
        writer.Write(_announced.At);
        writer.Write(_announced.Types);
        writer.Write(_heard.Count);
        foreach ((string source, long next) in _heard)
        {
            writer.Write(source);
            writer.Write(next);
        }

        // Each notice once, however many it is delivered to.
        var places = new Dictionary<string, int>();
        var notices = new List<Notice>();
        foreach (Delivery delivery in _hooks.Values.SelectMany(hook => hook.Oldest))
        {
            if (places.TryAdd(delivery.Id, notices.Count))
                notices.Add(delivery.Notice);
        }

        writer.Write(notices.Count);
        foreach (Notice notice in notices)
            NoticeFormat.Write(writer, notice);
        writer.Write(_hooks.Count);
        foreach (Hook hook in _hooks.Values)
        {
            WebhookFormat.Write(writer, hook.Webhook);
            writer.Write(hook.Count);
            foreach (Delivery delivery in hook.Oldest)
            {
                writer.Write(places[delivery.Id]);
                WebhookFormat.Write(writer, delivery);
            }
        }
    }

    /// <summary>Replaces all with what was saved.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version, or damaged.</exception>
    public void Load(BinaryReader reader)
    {
        byte format = reader.ReadByte();
        if (format > Format)
            throw new InvalidDataException($"the webhooks in the snapshot have format {format}; this version reads up to {Format}");
        lock (_gate)
        {
            _announced = new(reader.ReadInt64(), reader.ReadUInt64());
            _heard.Clear();
            for (int left = reader.ReadInt32(); left > 0; left--)
                _heard.Add(reader.ReadString(), reader.ReadInt64());
            _hooks.Clear();
            var notices = new List<Notice>();
            for (int left = format > 1 ? reader.ReadInt32() : 0; left > 0; left--)
                notices.Add(NoticeFormat.Read(reader));
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                Webhook webhook = WebhookFormat.ReadWebhook(reader, format);
                var hook = new Hook(webhook with { Secrets = [.. webhook.Secrets.Select(secret => secret with { Bytes = Sealed(secret.Bytes) })] });
                for (int deliveries = reader.ReadInt32(); deliveries > 0; deliveries--)
                {
                    Notice? notice = format > 1 ? At(notices, reader.ReadInt32()) : null;
                    hook.Restore(WebhookFormat.ReadDelivery(reader, format, () => notice ?? NoticeFormat.Read(reader)));
                }

                _hooks.Add(hook.Webhook.Id, hook);
            }
        }
    }

    private static Notice At(List<Notice> notices, int place) => place >= 0 && place < notices.Count ? notices[place] : throw new InvalidDataException("a delivery's notice is not there");
}
