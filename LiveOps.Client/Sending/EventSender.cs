using LiveOps.Client.Calls;
using LiveOps.Client.Clocks;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

namespace LiveOps.Client.Sending;

/// <summary>
/// Takes events from the outbox to the server, a batch at a time, in order:
/// <list type="number">
/// <item>a batch is cut; what must wait behind others of its player, or for a key of its player, is set apart; it falls into as many requests as go side by side;</item>
/// <item>each is signed and sent under an id that its content has;</item>
/// <item>answers that are definite settle it: each event counts, was rejected, or may be sent later and moves to the end;</item>
/// <item>anything else leaves it as it is: after a pause it is sent again, under the same id.</item>
/// </list>
/// </summary>
internal sealed partial class EventSender
{
    // Within 1 MiB with commas around.
    private const int MostBytes = 1000 << 10;

    private readonly Outbox _outbox;
    private readonly Transport _transport;
    private readonly SendOptions _options;
    private readonly ClientClock _clock;
    private readonly Func<ClientKey> _key;
    private readonly Backoff _backoff;
    private readonly PlayersBehind _behind;
    private readonly Batch _batch = new();
    private readonly Selection _selection;
    private readonly HeldEvents _held = new();
    private readonly FutureEvents _clamp = new();
    private readonly int _mostSent;
    private bool _knowsTime, _cutAgain, _compress, _isReused;
    private int _size;
    private ClientKey? _signs;

    public EventSender(Outbox outbox, Transport transport, SendOptions options, ClientClock clock, Func<ClientKey> key)
    {
        (_outbox, _transport, _options, _clock, _key) = (outbox, transport, options, clock, key);
        _backoff = new Backoff(options.FirstPause, options.LongestPause);
        _behind = new PlayersBehind(outbox.PutOff);
        _selection = new Selection(options.Parallel, options.BatchSize, MostBytes);
        _size = _mostSent = options.BatchSize * options.Parallel;
        _compress = options.Compress;
    }

    /// <summary>One attempt. Not for two at once.</summary>
    public async Task<SendStep> StepAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _signs = _key(); // one for all of this attempt
        string? only = _signs.PlayerId;
        if (_held.IsStill(_outbox, only))
            return Held();
        if (!_outbox.Read(_batch, _size, MostBytes * _options.Parallel, _cutAgain)) // 1
            return SendStep.Empty;
        _cutAgain = false;
        if (!_knowsTime)
            _knowsTime = await _transport.LearnTimeAsync(cancellation).ConfigureAwait(false);
        Choose();
        if (_selection.Taken == 0)
            return SendStep.After(Least(_selection.NotBefore!.Value - _clock.Elapsed));
        if (_selection.Sent.Count == 0)
            return _selection.Held == _selection.Taken && _held.IsAll(_outbox, _selection.Held) ? Held() : Settle(null);
        _held.Reset();
        _rejected.Clear();
        SendStep step = SendStep.GoneOn;
        Answer?[] answers = await SendAllAsync(cancellation).ConfigureAwait(false);
        if (IsStale(answers) && await _transport.LearnTimeAsync(cancellation).ConfigureAwait(false))
        {
            _clamp.Forget(); // and what the wrong clock said of the events
            Choose();
            answers = await SendAllAsync(cancellation).ConfigureAwait(false);
        }

        if (!Judge(answers, ref step)) // 3, 4
            return step;
        _isReused = false;
        step = Verdicts();
        if (step.Pause == TimeSpan.Zero)
            _backoff.Reset();
        return step;
    }

    private void Choose()
    {
        _clamp.Apply(_batch, _transport.Now, _knowsTime);
        _selection.Choose(_batch, _behind, _clock.Elapsed, _signs!.PlayerId);
    }

    private static bool IsStale(Answer?[] answers)
    {
        foreach (Answer? answer in answers)
        {
            if (answer is { Status: 401 } && answer.Is("stale-timestamp"))
                return true;
        }

        return false;
    }

    private Task<Answer?[]> SendAllAsync(CancellationToken cancellation)
    {
        var sending = new Task<Answer?>[_selection.Parts.Count];
        for (int i = 0; i < sending.Length; i++)
            sending[i] = SendPartAsync(_selection.Parts[i]);
        return Task.WhenAll(sending);

        async Task<Answer?> SendPartAsync(RequestPart part) => part.Events.Count == 0 ? null : await SendAsync(part, cancellation).ConfigureAwait(false);
    }

    private async Task<Answer> SendAsync(RequestPart part, CancellationToken cancellation)
    {
        string id = part.Body.End(); // 2
        bool isAnswered = false, compress = _compress;
        try
        {
            Answer answer = await _transport.SignedAsync(Service.Gateway, "/v1/events", _signs!, id, part.Body.Bytes(compress), cancellation, compress).ConfigureAwait(false);
            isAnswered = answer.Status != 0;
            return answer;
        }
        finally
        {
            if (!isAnswered)
                part.Body.Forget();
        }
    }

    private SendStep Again(Answer answer)
    {
        try
        {
            _options.OnRetry?.Invoke(answer.Problem);
        }
#pragma warning disable CA1031 // the game's code may throw anything; the events go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            _options.Fault(e);
        }

        return SendStep.After(_backoff.Next(answer.RetryAfter));
    }

    private SendStep Held() => SendStep.Held(Least(_options.BatchDelay));

    private static TimeSpan Least(TimeSpan pause) => pause > TimeSpan.FromMilliseconds(10) ? pause : TimeSpan.FromMilliseconds(10);
}
