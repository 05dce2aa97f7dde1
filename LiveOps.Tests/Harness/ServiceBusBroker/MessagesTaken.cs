using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace LiveOps.Tests.Harness.ServiceBusBroker;

/// <summary>
/// Takes messages with the real client from a broker on a clock that stands still. On a machine with much to do a client may not see what it was given: that is locked then for as long as the
/// clock stands. So when nothing has come for a while the clock goes on until locks have ended, and it comes once more.
/// </summary>
/// <param name="clock">The broker's.</param>
/// <param name="patience">For how long nothing comes before that; null for fifteen seconds, which is longer than a message takes.</param>
public sealed class MessagesTaken(ManualClock clock, TimeSpan? patience = null)
{
    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(15);
    private long _since; // when somebody began to wait in vain; 0 when something has come

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What one call brings, which may be nothing.</summary>
    /// <param name="receiver">Who is asked; several may be at the same time.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="wait">For how long it waits for the first; null until the clock goes on.</param>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> SomeAsync(ServiceBusReceiver receiver, int most, TimeSpan? wait = null)
    {
        Interlocked.CompareExchange(ref _since, Stopwatch.GetTimestamp(), 0);
        IReadOnlyList<ServiceBusReceivedMessage> came = await receiver.ReceiveMessagesAsync(most, wait ?? _patience, Cancellation);
        long since = Volatile.Read(ref _since);
        if (came.Count > 0)
            Volatile.Write(ref _since, 0);
        else if (since != 0 && Stopwatch.GetElapsedTime(since) >= _patience && Interlocked.CompareExchange(ref _since, 0, since) == since)
            clock.Advance(LockTime);
        return came;
    }

    /// <summary>The message that is there. A call may end with nothing while the client gives back what came when nobody asked, and one may fail whose try is short.</summary>
    public async Task<ServiceBusReceivedMessage> OneAsync(ServiceBusReceiver receiver)
    {
        for (var whole = new Patience(); ; Assert.False(whole.IsOver, "it never came"))
        {
            try
            {
                if (await SomeAsync(receiver, 1) is [var message])
                    return message;
            }
            catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.ServiceTimeout && !whole.IsOver)
            {
                // It could not even ask.
            }
        }
    }

    /// <summary>So many messages by what they say, each as it came first: what was not seen comes again, and with it what is in hand.</summary>
    public async Task<ServiceBusReceivedMessage[]> SoManyAsync(ServiceBusReceiver receiver, int count)
    {
        Dictionary<string, ServiceBusReceivedMessage> taken = [];
        for (var whole = new Patience(); taken.Count < count; Assert.False(whole.IsOver, "they never came"))
        {
            foreach (ServiceBusReceivedMessage message in await SomeAsync(receiver, 10))
                taken.TryAdd(message.Body.ToString(), message);
        }

        return [.. taken.Values];
    }
}
