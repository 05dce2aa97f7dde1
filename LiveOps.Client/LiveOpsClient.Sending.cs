using LiveOps.Client.Sending;

namespace LiveOps.Client;

/// <content>Sending what is in the outbox.</content>
public sealed partial class LiveOpsClient
{
    private TimeSpan _pausedUntil; // by the clock that only goes forward, as _due is

    /// <summary>
    /// For a game loop: sends what is due, if nobody sends already, and is done at once when nothing is. Call it every frame, or every second; nothing need wait for it,
    /// and a failure of the network is none of its. Without a key nothing is due.
    /// </summary>
    public async Task PumpAsync(CancellationToken cancellation = default)
    {
        if (!IsDue() || !_turn.Wait(0, CancellationToken.None))
            return;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
            SendStep step;
            do
            {
                step = await _sender.StepAsync(either.Token).ConfigureAwait(false);
            }
            while (!step.IsEmpty && step.Pause == TimeSpan.Zero);
            Pause(step.Pause);
            _due = _options.Clock.Elapsed + _options.Sending.BatchDelay;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends everything that waits, with as many tries as it takes: it ends when every event that the key may send has its verdict, or when it is cancelled. For a game that ends, or saves.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the client disposed of; what was not sent is still there.</exception>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        await _turn.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            TimeSpan left = _pausedUntil - _options.Clock.Elapsed; // whoever was asked to wait, the loop or an earlier flush
            if (left > TimeSpan.Zero && _outbox.Counts.Waiting > 0)
                await _options.Clock.DelayAsync(left, either.Token).ConfigureAwait(false);
            for (SendStep step = default; !step.IsEmpty;)
            {
                step = await _sender.StepAsync(either.Token).ConfigureAwait(false);
                Pause(step.Pause);
                if (step.Pause > TimeSpan.Zero && !step.IsEmpty)
                    await _options.Clock.DelayAsync(step.Pause, either.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks for a loop in the background, on the thread pool, that sends what is due until the client is disposed of.</summary>
    public void Start() => _running ??= Task.Run(RunAsync);

    private async Task RunAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                TimeSpan pause = await TryPumpAsync().ConfigureAwait(false);
                if (_outbox.Counts.Waiting < _options.Sending.BatchSize || !IsDue())
                    await _options.Clock.DelayAsync(pause, _ended.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever it is, nobody sends any more
            catch (Exception) when (_ended.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // Disposed of.
            }
        }
    }

    // How long to wait before the next time.
    private async Task<TimeSpan> TryPumpAsync()
    {
        try
        {
            await PumpAsync(_ended.Token).ConfigureAwait(false);
            return PauseOfLoop();
        }
#pragma warning disable CA1031 // a disk that fails, or the game's own code: the loop must not end for it
        catch (Exception e) when (!_ended.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _options.Sending.Fault(e);
            Pause(_options.Sending.LongestPause);
            return _options.Sending.LongestPause;
        }
    }

    private void Pause(TimeSpan pause) => _pausedUntil = _options.Clock.Elapsed + pause;

    private TimeSpan PauseOfLoop()
    {
        TimeSpan pause = _options.Sending.BatchDelay < TimeSpan.FromMilliseconds(20) ? _options.Sending.BatchDelay : TimeSpan.FromMilliseconds(20);
        return pause > TimeSpan.FromMilliseconds(1) ? pause : TimeSpan.FromMilliseconds(1);
    }

    // By size, or by time.
    private bool IsDue()
    {
        if (_key is null)
            return false;
        int waiting = _outbox.Counts.Waiting;
        TimeSpan now = _options.Clock.Elapsed;
        return waiting > 0 && now >= _pausedUntil && (waiting >= _options.Sending.BatchSize || now >= _due);
    }
}
