using LiveOps.Core.Bus;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Stores.LiveEvents;

/// <summary>
/// Says on the bus what live events multiply, for who gives XP, items and counters. All versions of the document that are, were lately, or are to come, are in it: so whoever applies an event, however
/// late, finds what was in force when it was accepted. A file has no versions: what it changes counts from the moment on at which it is taken up, and what was said of the time before stays.
/// </summary>
#pragma warning disable CA1001 // what it owns holds nothing of the system's
internal sealed class LiveEventNews(LiveEventVersions versions, PolicyFile<LiveEventsPolicy> file, IEventBus bus, TimeProvider clock, MultipliersSaid? order = null)
{
#pragma warning restore CA1001
    /// <summary>How far back it goes: events that are applied later than that are applied as if nothing had been multiplied.</summary>
    public static readonly long Back = TimeSpan.FromDays(30).Ticks;

    /// <summary>
    /// What counts sooner after it is said has to be confirmed where replicas have to hear of it: one that takes the news off the bus may die before it has kept it, and then it comes to another only when the
    /// bus gives it out again, or it is repeated, which is half a minute.
    /// </summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private const int MostPast = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private EventMultipliers? _last; // what was said last, as far as it is known here
    private long _at, _kept = long.MinValue; // up to when what was said stands, because a file held then
    private bool _wasOfFile;

    /// <summary>Raised when something could not be said: it is to be said again.</summary>
    public event Action? Missed;

    /// <summary>Says it.</summary>
    /// <param name="said">What was said last, where that is known: then it is not said twice.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What is said, or was said last; null where nothing ever had to be.</returns>
    /// <exception cref="BusUnavailableException">It could not be said.</exception>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">What is in force cannot be known.</exception>
    public async Task<EventMultipliers?> SayAsync(EventMultipliers? said, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            long now = Math.Max(clock.Now(), versions.Latest);
            _last = said is not null && said.At >= (_last?.At ?? long.MinValue) ? said : _last;
            _at = Math.Max(now, Math.Max(_at, _last?.At ?? 0) + 1); // each later than the one before, also where a clock goes back
            if (order is not null)
                _at = await order.NextAsync(_at); // before anything is looked at
            EventMultipliers multipliers = await MadeAsync(now, cancellation);
            // A bus that was never told anything may be read by programs that do not know this message yet.
            bool isNothing = multipliers.SaysTheSame(EventMultipliers.None) && _last?.SaysTheSame(EventMultipliers.None) != false && !await versions.AnyAsync(cancellation);
            if (isNothing || (said is not null && multipliers.SaysTheSame(said)))
                return said;
            await bus.PublishAsync(new BusMessage(BusMessageKind.LiveEvents, multipliers.ToBytes()), cancellation);
            return _last = multipliers;
        }
        catch
        {
            Missed?.Invoke();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What they multiply by the versions as they are now: with what is to come, and as if nothing were.</summary>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">What is in force cannot be known.</exception>
    public async Task<(EventMultipliers All, EventMultipliers InForce)> LinesAsync(CancellationToken cancellation)
    {
        long now = Math.Max(clock.Now(), versions.Latest);
        IReadOnlyCollection<LiveEventsInForceAt> all = await InForceAsync(now, cancellation);
        return (MultiplierLine.Of(now, all), MultiplierLine.Of(now, [.. all.Where(version => version.From <= now).Select(version => version.To > now ? version with { To = long.MaxValue } : version)]));
    }

    private async Task<EventMultipliers> MadeAsync(long now, CancellationToken cancellation)
    {
        if (file.IsOfFile || _wasOfFile)
            _kept = now;
        _wasOfFile = file.IsOfFile;
        EventMultipliers made = MultiplierLine.Of(_at, await InForceAsync(now, cancellation));
        return _kept > long.MinValue && _last is { } last ? MultiplierLine.Joined(last, _kept, made) : made;
    }

    private async Task<IReadOnlyCollection<LiveEventsInForceAt>> InForceAsync(long now, CancellationToken cancellation)
    {
        if (file.IsOfFile)
            return [new LiveEventsInForceAt(file.Current, long.MinValue, long.MaxValue)];
        return [.. await versions.ReadAsync(now, now - Back, MostPast, cancellation), new LiveEventsInForceAt(file.Current, long.MinValue, await versions.FirstAsync(cancellation))]; // what is built in
    }
}
