using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <content>What comes of attempts, and what is begun anew.</content>
internal sealed partial class Hook
{
    /// <summary>Takes note of an attempt; null when it was noted before, or its delivery is gone.</summary>
    public Delivery? Settle(string id, AttemptResult result)
    {
        if (!_byId.TryGetValue(id, out Entry? entry) || entry.Delivery.Status != DeliveryStatus.Pending || entry.Delivery.Attempts + 1 != result.Number)
            return null;
        Attempt attempt = result.Attempt;
        long now = attempt.At + attempt.Milliseconds * TimeSpan.TicksPerMillisecond;
        Delivery before = entry.Delivery, after = before with { Attempts = result.Number, Latest = [.. before.Latest.TakeLast(Delivery.MostAttempts - 1), attempt] };
        bool isFormer = result.Edition != Webhook.Edition;
        Hold(entry, false);
        if (attempt.IsTaken)
        {
            if (!isFormer)
                Webhook = Webhook with { FailingSince = 0, Failures = 0, NotBefore = attempt.At < Webhook.NotBefore ? Webhook.NotBefore : 0 }; // what was on its way ends no wish
            return Finish(entry, after with { Status = DeliveryStatus.Delivered, DueAt = now });
        }

        if (isFormer)
            return Requeue(entry, after);
        long since = Webhook.FailingSince == 0 ? now : Webhook.FailingSince;
        int failures = Webhook.Failures + 1;
        Webhook = Webhook with { FailingSince = since, Failures = failures, NotBefore = Math.Max(Webhook.NotBefore, now + Retries.Rest(failures, result.RetryAfterSeconds, result.Jitter)) };
        after = after with { Failures = before.Failures + 1, FailedFirstAt = before.FailedFirstAt == 0 ? now : before.FailedFirstAt };
        return Retries.Next(after, since, now, result.RetryAfterSeconds, result.Jitter) is { } due
            ? Requeue(entry, after with { DueAt = due })
            : Finish(entry, after with { Status = DeliveryStatus.Failed, DueAt = now });
    }

    /// <summary>Sends a delivery again, with a day of its own. One that waits is due at once, and so are those before it. Null for none.</summary>
    public Delivery? Resend(string id, long now)
    {
        if (!_byId.TryGetValue(id, out Entry? entry))
            return null;
        Webhook = Webhook with { NotBefore = 0 };
        Delivery again = entry.Delivery.Again(now);
        if (entry.Delivery.Status == DeliveryStatus.Pending)
        {
            Requeue(entry, again);
        }
        else
        {
            Remove(entry);
            Put(again with { Number = _next++ });
        }

        if (_lanes[again.Notice.Subject].First is { } first)
            Requeue(first.Value, first.Value.Delivery with { DueAt = now });
        return Find(id);
    }

    /// <summary>Puts back what is in hand.</summary>
    public void PutBack()
    {
        foreach (Entry entry in _all.Where(entry => entry.IsInHand))
        {
            Hold(entry, false);
            Requeue(entry, entry.Delivery);
        }
    }

    /// <summary>Begins anew: nothing is held against the receiver, and what waits is due, with a day from now on.</summary>
    public void BeginAnew(long now)
    {
        Webhook = Webhook with { FailingSince = 0, Failures = 0, NotBefore = 0, Edition = Webhook.Edition + 1 };
        foreach (Entry entry in _all.Where(entry => entry.Lane is not null))
            Requeue(entry, entry.Delivery.Again(now));
    }
}
