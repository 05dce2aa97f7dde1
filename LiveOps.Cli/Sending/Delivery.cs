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
/// caller's own way and nothing here is shared. It gives up when a request is refused that cannot go better, or when nothing was answered for as long as the session has patience, from the first
/// attempt on.
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
    private CancellationTokenSource? _attempt;
    private Problem? _refused, _last;
    private bool _isFailing;
    private long _since; // the beginning of the attempt, of the first of those that failed; or the last verdict

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
            throw CliFault.Usage($"{PlainText.Sentence(e.Message)} Name another folder by --outbox, or end what uses it.", e);
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
            await (MayHoldOthers ? AttemptAsync(_client.FlushAsync, cancellation) : SendAsync(Waiting / 2, cancellation));
            outcome = _client.Add(one);
        }

        if (outcome != AddOutcome.Kept)
            throw CliFault.Failed($"the outbox {_options.Outbox} did not take the event: {(outcome == AddOutcome.Full ? "it is full" : "its disk failed")}. What is in it stays; send it first: liveops send --outbox {_options.Outbox}");
    }

    /// <summary>Sends until every event has its verdict; with a player's key, every one of that player: others in the outbox wait for a key of theirs, or the game's.</summary>
    public Task CompleteAsync(CancellationToken cancellation) => MayHoldOthers ? AttemptAsync(_client.FlushAsync, cancellation) : SendAsync(0, cancellation);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Then it is the client that knows when nothing else is left than what the key may not send.
    private bool MayHoldOthers => _options.Outbox is not null && _key.PlayerId is not null;

    private async Task SendAsync(int most, CancellationToken cancellation)
    {
        while (Waiting > most)
        {
            await AttemptAsync(_client.PumpAsync, cancellation);
            if (Waiting > most)
                await Task.Delay(Breath, _session.Terminal.Clock, cancellation);
        }
    }

    // It is cut off when patience ends; each verdict gives it as much again.
    private async Task AttemptAsync(Func<CancellationToken, Task> send, CancellationToken cancellation)
    {
        if (!_isFailing)
            _since = _session.Terminal.Clock.GetTimestamp();
        bool isCut = false;
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _attempt = attempt;
        attempt.CancelAfter(Left);
        try
        {
            await send(attempt.Token);
        }
        catch (OutboxException e)
        {
            throw CliFault.Failed($"{PlainText.Sentence(e.Message)} Nothing that was kept is lost; run it again when the disk is whole.", e);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            isCut = true;
        }
        finally
        {
            _attempt = null;
            Tell(); // also what was answered before it was cut off, or interrupted
        }

        if (_refused is { } refused)
            throw Refused(refused);
        if (isCut || (_isFailing && Left == TimeSpan.Zero))
            throw Unreachable();
    }

    private TimeSpan Left => _session.Patience - _session.Terminal.Clock.GetElapsedTime(_since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private CliFault Refused(Problem problem)
    {
        CliFault fault = Session.Fault(problem.Status, problem.Type, problem.Detail);
        return _options.Outbox is null ? fault : new CliFault(fault.ExitCode, $"{PlainText.Sentence(fault.Message)} {Waiting} wait in {_options.Outbox}.");
    }

    private CliFault Unreachable()
    {
        string why = _last is not { Status: > 0 } ? "there was no answer" : string.Join(": ", new[] { $"{_last.Status} {_last.Type}".TrimEnd(), _last.Detail }.Where(part => part.Length > 0));
        string asked = _last?.RetryAfter is { } wait ? $" It asks to be left alone for {wait.TotalSeconds:0} s." : "";
        string again = _options.Outbox is null ? "Run it again when it is there: events with an id that were sent count once." : $"{Waiting} wait in {_options.Outbox}; send them later: liveops send --outbox {_options.Outbox}.";
        string advice = Advice.For(_last?.Status ?? 0, _last?.Type ?? "");
        return CliFault.Unreachable(
            $"the gateway at {_session.Addresses[ServiceName.Gateway]} did not take the events for {_session.Patience.TotalSeconds:0.#} s: {PlainText.Sentence(why)}{asked} {again} {(advice.Length > 0 ? advice : "liveops doctor says what does not work.")}");
    }

    private void Hear(EventVerdict verdict)
    {
        (_isFailing, _last, _since) = (false, null, _session.Terminal.Clock.GetTimestamp());
        _attempt?.CancelAfter(_session.Patience);
        _verdicts.Add(verdict);
    }

    private void Tell()
    {
        EventVerdict[] verdicts = [.. _verdicts];
        _verdicts.Clear();
        foreach (EventVerdict verdict in verdicts)
            _told(verdict);
    }

    // What nobody takes as it is, is refused again: a key, a request that something in between turns away or sends elsewhere. A stale time the client heals itself.
    private void Fail(Problem problem)
    {
        (_last, _isFailing) = (problem, true);
        if (problem.Status is not (>= 300 and < 500) || problem.Status is 408 or 409 or 425 or 429 || problem.Type == "stale-timestamp")
            return;
        _refused ??= problem;
        _attempt?.Cancel();
    }
}
