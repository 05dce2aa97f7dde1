using System.Buffers;
using LiveOps.Client.Calls;
using LiveOps.Client.Clocks;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Sending;
using LiveOps.Client.Signing;

namespace LiveOps.Client;

/// <summary>
/// What a game links: events go in and are kept before the call returns; they are sent in batches, signed, and count exactly once, whatever dies in between. One for a
/// process; safe for use from many threads. It has no thread of its own unless <see cref="Start"/> asks for it: a game loop calls <see cref="PumpAsync"/>.
/// </summary>
public sealed partial class LiveOpsClient : IDisposable, IAsyncDisposable
{
    private readonly LiveOpsOptions _options;
    private readonly HttpClient? _ownHttp;
    private readonly ServerClock _server;
    private readonly Transport _transport;
    private readonly Outbox _outbox;
    private readonly EventSender _sender;
    private readonly EventIds _ids = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private volatile ClientKey? _key;
    private TimeSpan _due;
    private Task? _running;

    /// <summary>Makes one, and opens its outbox with what was left in it.</summary>
    /// <exception cref="OutboxException">The outbox's folder cannot be used.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LiveOpsClient(LiveOpsOptions options)
    {
        options.Sending.Check();
        _options = options;
        _key = options.Key;
        _server = new ServerClock(options.Clock);
        _outbox = Outbox.Open(options.Outbox);
        _ownHttp = options.Http is null ? Transport.NewHttp() : null;
        _transport = new Transport(options.Http ?? _ownHttp!, AddressOf, options.Clock, _server, options.Timeout);
        _sender = new EventSender(_outbox, _transport, options.Sending, options.Clock, NeedKey);
        _due = options.Clock.Elapsed + options.Sending.BatchDelay;
    }

    /// <summary>How it stands.</summary>
    public ClientStatus Status => new(_outbox.Counts, _sender.Accepted, _sender.Rejected, _server.Offset);

    /// <summary>
    /// Signs with another key from now on: the game's server made the player a new one, or somebody else plays. What waits of others than a key's player stays, and is
    /// sent under a key of theirs, or of the game.
    /// </summary>
    public void UseKey(ClientKey key) => _key = key;

    /// <summary>Takes an event. When it returns <see cref="AddOutcome.Kept"/> the event is in the outbox, and is sent sooner or later; else it is not, and never is.</summary>
    public AddOutcome Add(in GameEvent one)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Records.FrameHead + EventText.MaxLength);
        try
        {
            return _outbox.Append(bytes.AsSpan(0, Frame(one, _server.Now, bytes)), 1).Outcome;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Takes events together, all or none; a server's tick costs one write.</summary>
    public AddOutcome Add(ReadOnlySpan<GameEvent> events)
    {
        if (events.Length == 0)
            return AddOutcome.Kept;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(events.Length * (Records.FrameHead + EventText.MaxLength));
        try
        {
            DateTimeOffset now = _server.Now;
            int length = 0;
            foreach (ref readonly GameEvent one in events)
                length += Frame(one, now, bytes.AsSpan(length));
            return _outbox.Append(bytes.AsSpan(0, length), events.Length).Outcome;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Lets go of the outbox, with all that is in it. Nothing is sent any more; what waits is sent when it is opened again.</summary>
    public void Dispose()
    {
        if (!_ended.IsCancellationRequested)
            _ended.Cancel();
        _outbox.Dispose();
        _ownHttp?.Dispose();
    }

    /// <summary>The same, and waits until what <see cref="Start"/> began has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_ended.IsCancellationRequested)
            _ended.Cancel();
        try
        {
            if (_running is { } running)
                await running.ConfigureAwait(false);
        }
        finally
        {
            Dispose();
        }
    }

    private int Frame(in GameEvent one, DateTimeOffset now, Span<byte> to)
    {
        Span<byte> text = stackalloc byte[EventText.MaxLength];
        int length = EventText.Write(one, _ids, now, text);
        return Records.Frame(text[..length], 0, to);
    }

    private ClientKey NeedKey() => _key ?? throw new InvalidOperationException("there is no key to sign with: LiveOpsOptions.Key, or UseKey");

    private Uri AddressOf(Service service) => service switch
    {
        Service.Leaderboard => _options.Leaderboard,
        Service.Progression => _options.Progression,
        Service.Fairness => _options.Fairness,
        _ => null,
    } ?? _options.Gateway;
}
