using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.LiveEvents;

/// <summary>
/// A cluster's store of documents, which makes sure of Progression before a change of the live events is answered:
/// <list type="number">
/// <item>the change is written, to come into force after <see cref="Lead"/>, and said on the bus;</item>
/// <item>where something is multiplied otherwise within <see cref="LiveEventNews.Ahead"/>, it waits until Progression confirms that it keeps that, or something newer: from then on no event is applied that does not go by it;</item>
/// <item>where that is not confirmed while the change can be taken back, so that every replica knows by the time, it is taken back, and that is said and waited for likewise: what was said before is not kept any more
/// (<see cref="MultipliersSaid.IsTakenBackAsync"/>). Only where that is confirmed before the change would have counted, whoever asked is told that nothing was changed.</item>
/// </list>
/// What changes nothing within that time waits for nobody: a replica that dies with the news in its hands does not have it for longer.
/// </summary>
internal sealed class ConfirmedPolicyStore(IPolicyStore store, LiveEventNews news, MultipliersSaid said, TimeProvider clock) : IPolicyStore
{
    /// <summary>What the audit calls what was taken back.</summary>
    public const string Action = "take-back";

    /// <summary>How long after it is made a version comes into force at the earliest, in ticks: time for Progression to confirm it, and to take it back.</summary>
    public static readonly long Lead = TimeSpan.FromSeconds(4).Ticks;

    private const string Unconfirmed = "Progression has not confirmed that it has what is multiplied";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    // For how long it is waited for where there is more time; and what taking back takes, before others are certain of what they know.
    private static readonly long Longest = TimeSpan.FromSeconds(5).Ticks, ToTakeBack = TimeSpan.FromMilliseconds(600).Ticks;

    /// <inheritdoc/>
    long IPolicyStore.Lead => store.Lead;

    /// <inheritdoc/>
    public long Latest => store.Latest;

    /// <inheritdoc/>
    public long LeadOf(string document) => store.LeadOf(document);

    /// <inheritdoc/>
    public ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) => store.ReadAsync(document, known, cancellation);

    /// <inheritdoc/>
    public ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => store.TextAsync(document, number, cancellation);

    /// <inheritdoc/>
    public async Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation)
    {
        if (document != Documents.LiveEvents.Name)
            return await store.TryWriteAsync(document, write, cancellation);
        (EventMultipliers before, _) = await news.LinesAsync(cancellation);
        if (await store.TryWriteAsync(document, write, cancellation) is not { } made) // 1
            return null;
        // It is written: whoever asked may have gone.
        if (!await IsSoonAsync(before))
        {
            await news.SayAsync(null, CancellationToken.None);
            return made;
        }

        if (await IsKeptAsync(made, isTakenBack: false, made.EffectiveAt - store.Lead - ToTakeBack)) // 2
            return made;
        bool isBack = await TryTakeBackAsync(made, write.Audit); // 3
        string again = $"Try again{(made.IsCalledOff ? "" : ", or make the change a minute ahead with effectiveAt, which needs no confirmation")}.";
        string told = !isBack
            ? $"{Unconfirmed}, and the change of version {made.Number} could not be taken back, as far as is known: look whether it stands. If it does, some events may count by what was multiplied before, until Progression has it."
            : await IsKeptAsync(made, isTakenBack: true, made.EffectiveAt)
                ? $"{Unconfirmed}, so nothing was changed. {again}"
                : $"{Unconfirmed}. The change of version {made.Number} was taken back, but that is not confirmed either: should Progression have taken it up, events accepted from {UnixTicks.ToUtc(made.EffectiveAt).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} on may count by it until it takes that up, too. {again}";
        throw new StoreUnavailableException("progression", "has not confirmed what live events multiply") { Told = told };
    }

    // Compared with what there was, and with what there is without what is to come: that is perhaps not confirmed, and taken back.
    private async Task<bool> IsSoonAsync(EventMultipliers before)
    {
        try
        {
            (EventMultipliers after, EventMultipliers inForce) = await news.LinesAsync(CancellationToken.None);
            long now = clock.Now(), end = now + LiveEventNews.Ahead.Ticks;
            return MultiplierLine.Differs(before, after, now, end) || MultiplierLine.Differs(inForce, after, now, end);
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }

    // Whether Progression confirms in time what there is now. What has not answered by then, a bus or Redis, is left alone.
    private async Task<bool> IsKeptAsync(PolicyVersion made, bool isTakenBack, long until)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(until - clock.Now(), 0, Longest)), clock);
        try
        {
            await KeptAsync(isTakenBack, time.Token).WaitAsync(time.Token);
            return clock.Now() < made.EffectiveAt; // seen later, it was perhaps kept later
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task KeptAsync(bool isTakenBack, CancellationToken time)
    {
        long? mark = null;
        for (bool isSaid = false; ; await Task.Delay(LookAgain, clock, time))
        {
            try
            {
                mark ??= await said.MarkAsync(clock.Now(), isTakenBack);
                if (!isSaid)
                    await news.SayAsync(null, time);
                isSaid = true;
                if (await said.KeptAsync() >= mark)
                    return;
            }
            catch (Exception e) when (e is StoreUnavailableException or BusUnavailableException)
            {
                // Again, while there is time.
            }
        }
    }

    private async Task<bool> TryTakeBackAsync(PolicyVersion made, AuditEntry? audit)
    {
        PolicyHistory history = PolicyHistory.Empty;
        AuditEntry? back = audit is null ? null : audit with { Token = Random.Shared.NextInt64(), Action = Action, Reason = Unconfirmed, Before = audit.After, After = audit.Before, Patch = "" };
        for (; ; await Task.Delay(LookAgain, clock))
        {
            bool isLate = clock.Now() + store.Lead >= made.EffectiveAt;
            try
            {
                history = await store.ReadAsync(Documents.LiveEvents.Name, history, CancellationToken.None);
                if (history.Find(made.Number)?.IsCalledOff != made.IsCalledOff)
                    return true; // by somebody else, or the answer was lost
                if (history.TakeBack(made, clock.Now() + store.Lead) is not { } write)
                    return false;
                if (await store.TryWriteAsync(Documents.LiveEvents.Name, write with { Audit = back }, CancellationToken.None) is not null)
                    return true;
            }
            catch (StoreUnavailableException) when (!isLate)
            {
                // Again, while there is time.
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }
}
