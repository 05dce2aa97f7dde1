using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>Tells failures of the service from others, and says them in a word that holds no secret.</summary>
internal static class Trouble
{
    /// <summary>Whether it says that the service cannot be had, or will not serve.</summary>
    public static bool IsOfTheService(Exception e) => e is ServiceBusException or UnauthorizedAccessException or RequestFailedException
        or AuthenticationFailedException or TimeoutException or IOException or System.Net.Sockets.SocketException or OperationCanceledException
        || (e is AggregateException all && all.InnerExceptions.All(IsOfTheService)); // what the administration's client throws after several tries

    /// <summary>Whether trying again soon may help.</summary>
    public static bool Passes(Exception e) => e is ServiceBusException { IsTransient: true } or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>Whether the service has too much to do: throttling.</summary>
    public static bool IsBusy(Exception e) => e is ServiceBusException { Reason: ServiceBusFailureReason.ServiceBusy };

    /// <summary>Whether the message was unlocked meanwhile: it comes again.</summary>
    public static bool IsLockLost(Exception e) => e is ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost };

    /// <summary>The reason, in a word.</summary>
    public static string Of(Exception e) => e switch
    {
        ServiceBusException known => known.Reason.ToString(),
        AggregateException { InnerExceptions: [.., var last] } => Of(last),
        _ => e.GetType().Name,
    };

    /// <summary>
    /// Closes a link; one that is broken is closed already. Where its connection breaks in that moment the client does not notice, waits for as long as
    /// it tries (<see cref="ServiceBusSettings"/>) and throws a bare <see cref="TimeoutException"/>.
    /// </summary>
    public static async ValueTask CloseAsync(IAsyncDisposable link)
    {
        try
        {
            await link.DisposeAsync();
        }
        catch (Exception e) when (IsOfTheService(e))
        {
            // The service notices by itself.
        }
    }
}
