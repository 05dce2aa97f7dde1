using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client;
using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Sending;
using LiveOps.Client.Signing;

namespace LiveOps.Cli.Sending;

/// <summary>
/// Brings events to the gateway through the client: batches, signatures, retries under the same ids. It sends when it is asked for room or for the end, so that verdicts come on the
/// caller's own way and nothing here is shared. It gives up when a key is refused, or when nothing was answered for as long as the session has patience.
/// </summary>
internal sealed class Delivery : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    // What a verdict brings about may fail, and the client keeps that to itself: so it is told outside of the client.
    private readonly List<EventVerdict> _verdicts = [];

    private readonly Session _session;
    private readonly DeliveryOptions _options;
    private readonly Action<EventVerdict> _told;
    private readonly LiveOpsClient _client;
    private readonly ClientKey _key;
    private Action? _giveUp;
    private Problem? _refused, _last;
    private long? _failingSince;

    /// <param name="session">Where to, and signed by what.</param>
    /// <param name="options">How.</param>
    /// <param name="told">Told of each event's verdict.</param>
    public Delivery(Session session, DeliveryOptions options, Action<EventVerdict> told)
    {
        (_session, _options, _told, _key) = (session, options, told, session.Secrets.NeedKey());
        try
        {
            _client = session.NewClient(client =>
            {
                client.Key = _key;
                client.Outbox = new OutboxOptions { Folder = options.Outbox, MaxBytes = 1L << 30 };
                client.Sending = new SendOptions
                {
                    Parallel = options.Parallel,
                    BatchDelay = TimeSpan.Zero,
                    LongestPause = TimeSpan.FromSeconds(5),
                    OnVerdict = Hear,
                    OnRetry = Fail,
                };
            });
        }
        catch (OutboxException e)
        {
            throw CliFault.Usage($"{e.Message}. Name another folder by --outbox, or end what uses it.", e);
        }
    }

    /// <summary>Events that wait for their verdicts, in an outbox those of former runs too.</summary>
    public int Waiting => _client.Status.Outbox.Waiting;

    /// <summary>Takes an event; first sends, where too many wait.</summary>
    /// <exception cref="FormatException">The key is not for its player.</exception>
    public async Task AddAsync(GameEvent one, CancellationToken cancellation)
    {
        if (_key.PlayerId is { } player && player != one.PlayerId)
            throw new FormatException($"the key is {player}'s, and the event {one.PlayerId}'s");
        if (_options.Outbox is null && Waiting >= _options.Window)
            await SendAsync(_options.Window / 2, cancellation);
        AddOutcome outcome = _client.Add(one);
        if (outcome == AddOutcome.Full)
        {
            await (MayHoldOthers ? FlushAsync(cancellation) : SendAsync(Waiting / 2, cancellation));
            outcome = _client.Add(one);
        }

        if (outcome != AddOutcome.Kept)
            throw CliFault.Failed($"the outbox {_options.Outbox} did not take the event: {(outcome == AddOutcome.Full ? "it is full" : "its disk failed")}. What is in it stays; send it first: liveops send --outbox {_options.Outbox}");
    }

    /// <summary>Sends until every event has its verdict; with a player's key, every one of that player: others in the outbox wait for a key of theirs, or the game's.</summary>
    public Task CompleteAsync(CancellationToken cancellation) => MayHoldOthers ? FlushAsync(cancellation) : SendAsync(0, cancellation);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private bool MayHoldOthers => _options.Outbox is not null && _key.PlayerId is not null;

    // It is the client that knows when nothing else is left than what the key may not send.
    private async Task FlushAsync(CancellationToken cancellation)
    {
        for (bool isDone = false; !isDone;)
        {
            using var flushing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            _giveUp = flushing.Cancel;
            try
            {
                await _client.FlushAsync(flushing.Token);
                isDone = true;
            }
            catch (OutboxException e)
            {
                throw Broken(e);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // It is time to give up; why, is told below.
            }
            finally
            {
                _giveUp = null;
            }

            Tell();
            GiveUpWhereDue();
        }
    }

    private async Task SendAsync(int most, CancellationToken cancellation)
    {
        while (Waiting > most)
        {
            try
            {
                await _client.PumpAsync(cancellation);
            }
            catch (OutboxException e)
            {
                throw Broken(e);
            }

            Tell();
            GiveUpWhereDue();
            if (Waiting > most)
                await Task.Delay(Breath, _session.Terminal.Clock, cancellation);
        }
    }

    private void GiveUpWhereDue()
    {
        if (_refused is { } refused)
            throw Session.Fault(refused.Status, refused.Type, refused.Detail);
        if (IsOverdue)
            throw Unreachable();
    }

    private bool IsOverdue => _failingSince is { } since && _session.Terminal.Clock.GetElapsedTime(since) > _session.Patience;

    private static CliFault Broken(OutboxException e) => CliFault.Failed($"{e.Message}. Nothing that was kept is lost; run it again when the disk is whole.", e);

    private CliFault Unreachable() => CliFault.Unreachable(
        $"the gateway at {_session.Addresses[ServiceName.Gateway]} did not take the events for {_session.Patience.TotalSeconds:0.#} s: {PlainText.Of(_last!.Detail)}. "
        + (_options.Outbox is null ? "Run it again when it is there: what was sent already counts once. " : $"{Waiting} wait in {_options.Outbox}; send them later: liveops send --outbox {_options.Outbox}. ")
        + "liveops doctor says what does not work.");

    private void Hear(EventVerdict verdict)
    {
        _failingSince = null;
        _verdicts.Add(verdict);
    }

    private void Tell()
    {
        EventVerdict[] verdicts = [.. _verdicts];
        _verdicts.Clear();
        foreach (EventVerdict verdict in verdicts)
            _told(verdict);
    }

    // A key that is refused is refused again; a stale time the client heals itself.
    private void Fail(Problem problem)
    {
        _last = problem;
        _failingSince ??= _session.Terminal.Clock.GetTimestamp();
        if (problem.Status is 401 or 404 or 405 or 426 && problem.Type != "stale-timestamp")
            _refused ??= problem;
        if (_refused is not null || IsOverdue)
            _giveUp?.Invoke();
    }
}
