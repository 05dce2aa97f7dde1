using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <content>What failed: it comes again after a pause, and is set aside when it has failed as often as it may.</content>
internal sealed partial class GroupReader
{
    private Failed Fail(StreamEntry entry, int failures, Exception e)
    {
        bool isLast = failures >= settings.MaxDeliveries;
        if (isLast)
            Log.SettingAside(logger, e, applier.Consumer, entry.Id, failures);
        else if (failures == 1)
            Log.Failed(logger, e, applier.Consumer, entry.Id);
        return new Failed(entry, failures, $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}")
        {
            DueAt = DueAfter(isLast ? TimeSpan.Zero : Backoff.Redelivery.After(failures)),
        };
    }

    private async Task RetryAsync(CancellationToken stop, CancellationToken hurry)
    {
        if (_failed.Count == 0)
            return;
        long now = clock.GetTimestamp();
        foreach (Failed failed in _failed.Where(one => one.DueAt <= now).ToList())
        {
            if (stop.IsCancellationRequested)
                return;
            _failed.Remove(failed);
            if (failed.Failures >= settings.MaxDeliveries)
            {
                await SetAsideAsync(failed);
                continue;
            }

            metrics.Redeliveries.Inc();
            await TakeAsync([failed.Entry], hurry, failed.Failures);
        }
    }

    private async Task SetAsideAsync(Failed failed)
    {
        try
        {
            await letters.AddAsync(failed.Entry.Message, failed.Reason, failed.Failures);
        }
        catch (BusUnavailableException e)
        {
            // It stays pending, and in hand.
            Log.CannotSetAside(logger, applier.Consumer, failed.Entry.Id, e.Message);
            _failed.Add(failed with { DueAt = DueAfter(Backoff.Redelivery.Longest) });
            return;
        }

        metrics.DeadLetters.Inc();
        _applied.Add(failed.Entry.Id);
        await AcknowledgeAsync();
    }

    private TimeSpan NextRetry()
    {
        if (_failed.Count == 0)
            return Wait;
        TimeSpan due = clock.GetElapsedTime(clock.GetTimestamp(), _failed.Min(one => one.DueAt));
        return due < Wait ? (due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1)) : Wait;
    }

    private long DueAfter(TimeSpan pause) => clock.GetTimestamp() + (long)(pause.TotalSeconds * clock.TimestampFrequency);

    private sealed record Failed(StreamEntry Entry, int Failures, string Reason)
    {
        public long DueAt { get; init; }
    }
}
