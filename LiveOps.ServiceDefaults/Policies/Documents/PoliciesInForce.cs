using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>
/// A document's versions as this replica knows them:
/// <list type="number">
/// <item>it looks every <see cref="PolicyLead.Interval"/>, and what it finds is certain up to <see cref="PolicyLead.Ticks"/> after it looked, because no version comes into force sooner after it is made, and none is called off later;</item>
/// <item>the texts of versions in force and still to come are parsed when they are found, so that they come into force without anybody's waiting;</item>
/// <item>who judges what was accepted after what is certain, looks first;</item>
/// <item>who judges what was accepted long ago has the version of then fetched.</item>
/// </list>
/// Read without a lock: one field holds all that is known.
/// </summary>
internal sealed partial class PoliciesInForce<T>(PolicyName name, PolicyFile<T> file, Func<byte[], T> parse, IPolicyStore store, TimeProvider clock, ILogger<PoliciesInForce<T>> logger)
    : BackgroundService, IPolicies<T> where T : class
{
    private const string Store = "policies";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _turn = new(1); // not disposed of: it holds nothing of the system's, and who is in it may end after the host
    private volatile Knowledge? _known;
    private volatile string? _unreadable;

    /// <inheritdoc/>
    public T Current
    {
        get
        {
            if (file.IsOfFile)
                return file.Current;
            PolicyView<T> view = (_known ?? throw new StoreUnavailableException(Store, "are not known yet")).View;
            return view.At(clock.Now(), out PolicyView<T>.Slot? missing) ?? (missing is null ? file.Current : throw Unreadable(missing.Version));
        }
    }

    /// <inheritdoc/>
    public ValueTask<PolicyView<T>> BetweenAsync(long first, long last, CancellationToken cancellation)
    {
        if (file.IsOfFile)
            return new(OfFile());
        return _known is { } known && last <= known.Until && IsParsed(known.View, first, last) ? new(OnBase(known)) : new(LookAsync(first, last, cancellation));
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(static e => e is StoreUnavailableException, cancellationToken); // once: a store that is not there keeps no service from starting
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunLaterAsync(PolicyLead.Interval, clock, _ => TryAsync(PassingFaults.MayPass, stoppingToken), stoppingToken); // 1

    // A database that is not as it should be is no start; later, what is known holds.
    private async Task TryAsync(Predicate<Exception> passes, CancellationToken cancellation)
    {
        try
        {
            await Task.Yield(); // nor one that blocks
            await KnowAsync(cancellation);
        }
        catch (Exception e) when (passes(e))
        {
            Log.NotRead(logger, name.Name, e.Message);
        }
    }

    // 3, 4
    private async Task<PolicyView<T>> LookAsync(long first, long last, CancellationToken cancellation)
    {
        Knowledge? known = _known;
        // Where a gateway's clock is ahead by more than the lead, looking again and again would not help.
        if (known is null || (last > known.Until && clock.GetElapsedTime(known.ReadAt) > LookAgain))
            known = await KnowAsync(cancellation);
        foreach (PolicyView<T>.Slot slot in Asked(known.View, first, last))
        {
            if (!await ParseAsync(slot, cancellation))
                throw Unreadable(slot.Version);
        }

        return OnBase(known);
    }

    private async Task<Knowledge> KnowAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            Knowledge? known = _known;
            long now = clock.Now(), readAt = clock.GetTimestamp();
            PolicyHistory history = await store.ReadAsync(name.Name, known?.View.History ?? PolicyHistory.Empty, cancellation);
            PolicyView<T> view = known is not null && ReferenceEquals(history, known.View.History) ? known.View : (known?.View ?? new PolicyView<T>(null)).With(history, now);
            foreach (PolicyView<T>.Slot slot in view.From(now)) // 2
                await ParseAsync(slot, cancellation);
            return _known = new Knowledge(view, now + store.Lead - 1, readAt); // one that was made right after it may come into force at the lead itself
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<bool> ParseAsync(PolicyView<T>.Slot slot, CancellationToken cancellation)
    {
        if (slot.Policy is not null)
            return true;
        string why;
        try
        {
            if (await store.TextAsync(name.Name, slot.Version.Number, cancellation) is { } packed)
            {
                slot.Policy = parse(PolicyText.Unpack(packed));
                return true;
            }

            why = "its text is gone";
        }
        catch (Exception e) when (e is PolicyException or InvalidDataException)
        {
            why = e.Message; // made by a replica of a later version
        }

        string what = $"{name.Name} {slot.Version.Number}: {why}";
        if (_unreadable != what)
            Log.Unreadable(logger, name.Name, slot.Version.Number, why);
        _unreadable = what;
        return false;
    }

    private PolicyView<T> OfFile() => new(null, file.Current);

    // Over what is built in; of two who make it, either: both are the same.
    private PolicyView<T> OnBase(Knowledge known)
    {
        T builtIn = file.Current;
        Based? based = known.Based;
        if (based is null || !ReferenceEquals(based.BuiltIn, builtIn))
            known.Based = based = new Based(builtIn, known.View.With(builtIn, null));
        return based.View;
    }

    private static bool IsParsed(PolicyView<T> view, long first, long last)
    {
        foreach (PolicyView<T>.Slot slot in Asked(view, first, last))
        {
            if (slot.Policy is null)
                return false;
        }

        return true;
    }

    private static IEnumerable<PolicyView<T>.Slot> Asked(PolicyView<T> view, long first, long last) => view.From(first).TakeWhile(slot => slot.Version.EffectiveAt <= last);

    private static StoreUnavailableException Unreadable(PolicyVersion version) => new(Store, $"have a version {version.Number} that this program cannot read");

    private sealed class Knowledge(PolicyView<T> view, long until, long readAt)
    {
        private volatile Based? _based;

        public PolicyView<T> View { get; } = view;

        public long Until { get; } = until;

        public long ReadAt { get; } = readAt;

        public Based? Based
        {
            get => _based;
            set => _based = value;
        }
    }

    private sealed record Based(T BuiltIn, PolicyView<T> View);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The versions of {Document} cannot be looked at now: {Reason}")]
        public static partial void NotRead(ILogger logger, string document, string reason);

        [LoggerMessage(LogLevel.Error, "Version {Version} of {Document} cannot be used by this program, which judges nothing by it: {Reason}")]
        public static partial void Unreadable(ILogger logger, string document, int version, string reason);
    }
}
