using System.Collections.Concurrent;
using Amazon.SQS.Model;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>Keeps messages that are worked on hidden from other replicas: extends their time whenever a third of it is over, until they are settled or the service says that they are no longer ours.</summary>
internal sealed class VisibilityKeeper : IAsyncDisposable
{
    private readonly string _url;
    private readonly SqsSettler _settler;
    private readonly TimeSpan _time;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Message, bool> _held;
    private readonly CancellationTokenSource _stop = new(), _lost = new();
    private readonly SemaphoreSlim _round = new(1);
    private readonly Task _keeping;

    private VisibilityKeeper(string url, SqsSettler settler, IEnumerable<Message> messages, TimeSpan time, TimeProvider clock)
    {
        _url = url;
        _settler = settler;
        _time = time;
        _clock = clock;
        _held = new(messages.Select(message => KeyValuePair.Create(message, true)));
        _keeping = KeepAsync();
    }

    /// <summary>Cancelled when no message is ours any more.</summary>
    public CancellationToken AllLost => _lost.Token;

    /// <summary>Begins to keep messages just received.</summary>
    public static VisibilityKeeper Hold(string url, SqsSettler settler, IEnumerable<Message> messages, TimeSpan time, TimeProvider clock) => new(url, settler, messages, time, clock);

    /// <summary>Whether the message is still ours, as far as is known.</summary>
    public bool Holds(Message message) => _held.ContainsKey(message);

    /// <summary>They are about to be settled: no more extensions, and none on its way, which would hide again what is given back.</summary>
    public async Task ReleaseAsync(IEnumerable<Message> messages)
    {
        Forget(messages);
        await _round.WaitAsync();
        _round.Release();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
        _lost.Dispose();
        _round.Dispose();
    }

    private void Forget(IEnumerable<Message> messages)
    {
        foreach (Message message in messages)
            _held.TryRemove(message, out _);
    }

    private async Task KeepAsync()
    {
        try
        {
            while (!_held.IsEmpty)
            {
                await Task.Delay(_time / 3, _clock, _stop.Token);
                await ExtendAsync();
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // All is settled; whatever the client says when it is cut off.
        }
    }

    private async Task ExtendAsync()
    {
        await _round.WaitAsync(_stop.Token);
        try
        {
            ICollection<Message> held = _held.Keys;
            if (held.Count == 0)
                return;
            // What fails for want of an answer is tried again in a third of the time, before it is over.
            Forget((await _settler.HideAsync(_url, held, _time, _stop.Token)).Where(failed => SqsTrouble.IsGone(failed.Value)).Select(failed => failed.Key));
        }
        finally
        {
            _round.Release();
        }

        if (_held.IsEmpty)
            await _lost.CancelAsync();
    }
}
