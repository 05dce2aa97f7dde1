using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// Feeds one consumer from one stream, as one replica among several. Round after round:
/// <list type="number">
/// <item>acknowledges what was applied while Redis could not be told;</item>
/// <item>tries again what failed and is due;</item>
/// <item>takes over what replicas that ended have left, now and then, and looks for answers that were lost with a connection;</item>
/// <item>takes new messages, waiting a little for the first;</item>
/// <item>has them applied, and only then acknowledges them.</item>
/// </list>
/// A message that fails comes again after a pause, without keeping the others waiting, until it has failed as often as it may: then it is
/// set aside. How often it was given is noted in Redis, so that one which ends every replica that touches it is set aside, too.
/// </summary>
internal sealed partial class GroupReader(
    StreamGroup group,
    RedisStore? waiting,
    GroupApplier applier,
    StreamLetters letters,
    BusMetrics metrics,
    RedisStreamsSettings settings,
    TimeProvider clock,
    ILogger<GroupReader> logger)
{
    private const int MaxGroup = 256;
    private const int MaxClaim = 64;
    private const int MaxTogether = 2;
    private const int MaxFailed = 256;
    private const int GroupBytes = 4 << 20;

    /// <summary>How long a read waits for the first message, and so how long stopping takes at most when nothing comes.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);

    private readonly HeldEntries _held = new();
    private readonly List<string> _applied = [];
    private readonly List<Failed> _failed = [];
    private bool _lookBack = true;
    private double _bytesPerMessage = 4096;
    private long _claimAt;

    /// <summary>Runs until stopped; finishes the group in hand.</summary>
    /// <param name="stop">No new messages from here on.</param>
    /// <param name="hurry">Not even those in hand.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken hurry)
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stop, hurry);
                failures = 0;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (RedisServerException e) when (StreamGroup.IsGone(e))
            {
                await CreateAsync();
            }
#pragma warning disable CA1031 // the reading must go on
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (++failures == 1)
                    Log.CannotRead(logger, e is StoreUnavailableException ? null : e, applier.Consumer, e.Message);
                _lookBack = true;
                await PauseAsync(Backoff.Waiting.After(failures), stop);
            }
        }

        await LeaveAsync();
    }

    /// <summary>Says of what is in hand that it is worked on. Called from elsewhere, however long an apply takes.</summary>
    public async Task KeepAsync()
    {
        string[] held = _held.ToArray();
        if (held.Length > 0)
            await group.KeepAsync(held);
    }

    private async Task RoundAsync(CancellationToken stop, CancellationToken hurry)
    {
        await AcknowledgeAsync(); // 1
        await RetryAsync(stop, hurry); // 2
        if (clock.GetTimestamp() >= _claimAt) // 3
        {
            await ClaimAsync(hurry);
            _claimAt = clock.GetTimestamp() + (long)(settings.ClaimAfter.TotalSeconds / 4 * clock.TimestampFrequency);
        }

        int count = (int)Math.Clamp(GroupBytes / _bytesPerMessage, 1, MaxGroup);
        if (_lookBack)
            await LookBackAsync(count, hurry);
        TimeSpan wait = NextRetry();
        if (_failed.Count >= MaxFailed)
        {
            await PauseAsync(wait, stop); // where everything fails, no more is taken in hand
            return;
        }

        List<StreamEntry> fresh = await group.ReadNewAsync(waiting, count, wait); // 4
        if (fresh.Count == 0 && waiting is null)
            await PauseAsync(wait, stop);
        await TakeAsync(fresh, hurry); // 5
    }

    private async Task LookBackAsync(int count, CancellationToken hurry)
    {
        string after = "0";
        while (true)
        {
            List<StreamEntry> own = await group.ReadOwnAsync(count, after);
            if (own.Count == 0)
                break;
            after = own[^1].Id;
            own.RemoveAll(entry => _held.Contains(entry.Id));
            metrics.Redeliveries.Inc(own.Count);
            await TakeAsync(own, hurry);
        }

        _lookBack = false;
    }

    private async Task TakeAsync(List<StreamEntry> entries, CancellationToken hurry, int failures = 0)
    {
        if (entries.Count == 0)
            return;
        foreach (StreamEntry entry in entries)
        {
            _held.Add(entry.Id);
            _bytesPerMessage += (entry.Message.Payload.Length - _bytesPerMessage) / 64;
        }

        Exception?[]? errors = await applier.ApplyAsync([.. entries.Select(entry => entry.Message)], hurry);
        List<Failed> failed = [];
        for (int i = 0; i < entries.Count; i++)
        {
            if (errors?[i] is { } e)
                failed.Add(Fail(entries[i], failures + 1, e));
            else
                _applied.Add(entries[i].Id);
        }

        _failed.AddRange(failed);
        await AcknowledgeAsync();
        foreach (Failed one in failed)
            await group.CountAsync(one.Entry.Id, one.Failures);
    }

    // What cannot be acknowledged now stays in hand, so that it is not applied again when Redis is back.
    private async Task AcknowledgeAsync()
    {
        if (_applied.Count == 0)
            return;
        await group.AcknowledgeAsync(_applied);
        _held.Remove(_applied);
        _applied.Clear();
    }

    private async Task CreateAsync()
    {
        try
        {
            Log.Creating(logger, applier.Consumer, group.Keys.Stream.ToString());
            await group.CreateAsync();
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException)
        {
            // The next round meets the same, and says so.
        }
    }

    // The name goes with the replica; what it could not apply goes to the others at once.
    private async Task LeaveAsync()
    {
        try
        {
            await AcknowledgeAsync();
            string[] held = _held.ToArray();
            if (held.Length > 0)
                await group.LeaveAsync(held, settings.ClaimAfter);
            await group.ForgetSelfAsync();
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException)
        {
            // They find out by themselves, later.
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, clock, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop looks for itself.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Consumer} cannot read from the bus: {Reason}. It goes on trying.")]
        public static partial void CannotRead(ILogger logger, Exception? e, string consumer, string reason);

        [LoggerMessage(LogLevel.Information, "{Consumer} makes its group on {Stream}.")]
        public static partial void Creating(ILogger logger, string consumer, string stream);

        [LoggerMessage(LogLevel.Warning, "{Consumer} takes over {Count} messages of replicas that ended.")]
        public static partial void TakenOver(ILogger logger, string consumer, int count);

        [LoggerMessage(LogLevel.Warning, "{Consumer} could not apply message {MessageId}; it comes again.")]
        public static partial void Failed(ILogger logger, Exception e, string consumer, string messageId);

        [LoggerMessage(LogLevel.Error, "{Consumer} cannot apply message {MessageId} after {Failures} tries; it is set aside as a dead letter.")]
        public static partial void SettingAside(ILogger logger, Exception e, string consumer, string messageId, int failures);

        [LoggerMessage(LogLevel.Error, "{Consumer} cannot set message {MessageId} aside: {Reason}. It is kept pending.")]
        public static partial void CannotSetAside(ILogger logger, string consumer, string messageId, string reason);
    }
}
