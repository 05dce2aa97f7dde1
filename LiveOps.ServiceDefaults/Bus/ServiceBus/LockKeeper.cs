using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>Renews the locks of messages being worked on, when half of their time is over, until they are settled or their locks are lost.</summary>
internal sealed class LockKeeper : IAsyncDisposable
{
    // However wrong this machine's clock is: a lock's end is told by the service's.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(10);

    private readonly ServiceBusReceiver _receiver;
    private readonly ConcurrentDictionary<ServiceBusReceivedMessage, bool> _held;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new(), _lost = new();
    private readonly Task _keeping;

    private LockKeeper(ServiceBusReceiver receiver, IEnumerable<ServiceBusReceivedMessage> messages, TimeProvider clock)
    {
        _receiver = receiver;
        _clock = clock;
        _held = new(messages.Select(message => KeyValuePair.Create(message, true)));
        _keeping = KeepAsync();
    }

    /// <summary>Cancelled when no message is ours any more: their locks were lost.</summary>
    public CancellationToken AllLost => _lost.Token;

    /// <summary>Begins to keep the locks of messages just received.</summary>
    public static LockKeeper Hold(ServiceBusReceiver receiver, IEnumerable<ServiceBusReceivedMessage> messages, TimeProvider clock) =>
        new(receiver, messages, clock);

    /// <summary>Whether the message is still ours, as far as is known.</summary>
    public bool Holds(ServiceBusReceivedMessage message) => _held.ContainsKey(message);

    /// <summary>
    /// Lets go of messages whose locks ended before they got here, on a machine that stood still or in the client's buffer. It is the service that knows: by a clock that
    /// is wrong every lock would have ended.
    /// </summary>
    public Task AskForEndedAsync() => Task.WhenAll(_held.Keys.Where(message => message.LockedUntil <= _clock.GetUtcNow()).Select(RenewAsync));

    /// <summary>It is about to be settled: no more renewals.</summary>
    public void Release(ServiceBusReceivedMessage message) => _held.TryRemove(message, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            while (!_held.IsEmpty)
            {
                TimeSpan half = (_held.Keys.Select(message => message.LockedUntil).DefaultIfEmpty().Min() - _clock.GetUtcNow()) / 2;
                await Task.Delay(half < LeastPause ? LeastPause : half > LongestPause ? LongestPause : half, _clock, _stop.Token);
                await Task.WhenAll(_held.Keys.Select(RenewAsync));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // All is settled.
        }
    }

    private async Task RenewAsync(ServiceBusReceivedMessage message)
    {
        try
        {
            await _receiver.RenewMessageLockAsync(message, _stop.Token);
        }
        catch (Exception e) when (Trouble.IsLockLost(e))
        {
            await LoseAsync(message);
        }
        catch (Exception e) when (Trouble.IsOfTheService(e))
        {
            // Tried again soon; past its end the lock is lost, whatever the service would say.
            if (message.LockedUntil <= _clock.GetUtcNow())
                await LoseAsync(message);
        }
    }

    private async Task LoseAsync(ServiceBusReceivedMessage message)
    {
        Release(message);
        if (_held.IsEmpty)
            await _lost.CancelAsync();
    }
}
