using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>How the bus on Service Bus works; the names are those that the AppHost's model gives.</summary>
internal sealed record ServiceBusSettings
{
    /// <summary>The connection's name in <c>ConnectionStrings</c>.</summary>
    public const string ConnectionName = "servicebus";

    /// <summary>The name in <c>ConnectionStrings</c> of the connection to what counts messages, where that is elsewhere.</summary>
    public const string AdministrationConnectionName = "servicebusadmin";

    /// <summary>The topic that everything is published to.</summary>
    public const string Topic = "events";

    /// <summary>How often applying a message may fail before it is set aside.</summary>
    public int MaxDeliveries { get; init; } = 10;

    /// <summary>How long publishing tries before it gives up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Batches on their way at the same time, each up to the topic's limit.</summary>
    public int Senders { get; init; } = 4;

    /// <summary>Messages that may wait to be sent; more are refused.</summary>
    public int MaxWaiting { get; init; } = 4096;

    /// <summary>Messages applied at once, of at most 256 KB each in the Standard tier.</summary>
    public int MaxGroup { get; init; } = 64;

    /// <summary>From the configuration.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static ServiceBusSettings Read(IConfiguration configuration) => new()
    {
        MaxDeliveries = configuration.GetWhole("BUS_MAX_DELIVERIES", fallback: 10, min: 1, max: 1000),
    };

    /// <summary>
    /// One try each: trying again is ours, bounded by <see cref="Patience"/>. A try lasts at most 5 s, by the machine's time whatever the clock: so long a lost
    /// answer is waited for, and the closing of a link whose connection has just broken.
    /// </summary>
    public static void Configure(ServiceBusClientOptions options)
    {
        options.RetryOptions.MaxRetries = 0;
        options.RetryOptions.TryTimeout = TimeSpan.FromSeconds(5);
    }

    /// <summary>Two tries of 5 s at the most, where the client would have four of 100 s: the next question comes after <see cref="ServiceBusBacklog.Interval"/>.</summary>
    public static void Configure(ServiceBusAdministrationClientOptions options)
    {
        options.Retry.MaxRetries = 1;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
    }
}
