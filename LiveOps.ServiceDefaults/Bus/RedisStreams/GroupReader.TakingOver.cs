namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <content>What replicas have left that ended.</content>
internal sealed partial class GroupReader
{
    private async Task ClaimAsync(CancellationToken hurry)
    {
        string from = StreamGroup.ClaimFromStart;
        do
        {
            (List<(StreamEntry Entry, int Deliveries)> claimed, from) = await group.ClaimAsync(settings.ClaimAfter, from, MaxClaim);
            claimed.RemoveAll(one => _held.Contains(one.Entry.Id));
            if (claimed.Count > 0)
                await TakeOverAsync(claimed, hurry);
        }
        while (from != StreamGroup.ClaimFromStart);
    }

    // What ended several replicas is given alone, so that it takes no other message with it; what ended too many is not given any more.
    private async Task TakeOverAsync(List<(StreamEntry Entry, int Deliveries)> claimed, CancellationToken hurry)
    {
        Log.TakenOver(logger, applier.Consumer, claimed.Count);
        metrics.Redeliveries.Inc(claimed.Count);
        await TakeAsync([.. claimed.Where(one => one.Deliveries <= MaxTogether).Select(one => one.Entry)], hurry, failures: 1);
        foreach ((StreamEntry entry, int deliveries) in claimed.Where(one => one.Deliveries > MaxTogether))
        {
            if (deliveries <= settings.MaxDeliveries)
            {
                await TakeAsync([entry], hurry, deliveries - 1);
                continue;
            }

            _held.Add(entry.Id);
            await SetAsideAsync(new Failed(entry, deliveries - 1, "It was given to replicas that ended, or stopped answering, before it was applied."));
        }
    }
}
