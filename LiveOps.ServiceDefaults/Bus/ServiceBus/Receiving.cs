using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>Receives, and tells a link that was closed from one that had nothing to bring.</summary>
internal static class Receiving
{
    /// <summary>
    /// The messages that came; none where none came in time; null where the service has closed the link. Then the client returns nothing at once, keeps the reason to
    /// itself, and opens another link at the next call: who calls again without a pause goes round as fast as the service closes links.
    /// </summary>
    public static async Task<IReadOnlyList<ServiceBusReceivedMessage>?> TryReceiveAsync(
        this ServiceBusReceiver receiver, int max, TimeSpan wait, CancellationToken cancellation)
    {
        long asked = Stopwatch.GetTimestamp(); // the client waits by the machine's time
        IReadOnlyList<ServiceBusReceivedMessage> received = await receiver.ReceiveMessagesAsync(max, wait, cancellation);
        return received.Count > 0 || Stopwatch.GetElapsedTime(asked) > wait / 2 ? received : null;
    }
}
