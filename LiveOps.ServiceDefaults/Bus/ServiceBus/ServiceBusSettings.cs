using Azure.Messaging.ServiceBus;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>How the bus on Service Bus works; the names are those that the AppHost's model gives.</summary>
internal sealed record ServiceBusSettings
{
    /// <summary>The connection's name in <c>ConnectionStrings</c>.</summary>
    public const string ConnectionName = "servicebus";

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
    /// One try each: trying again is ours, bounded by <see cref="Patience"/>. After the service has said that it is busy the client holds everything
    /// back for 10 s; with a shorter time to try it says so, and leaves the waiting to us.
    /// </summary>
    public static void Configure(ServiceBusClientOptions options)
    {
        options.RetryOptions.MaxRetries = 0;
        options.RetryOptions.TryTimeout = TimeSpan.FromSeconds(5);
    }
}
