namespace Azure.Messaging.ServiceBus;

/// <summary>How a client behaves.</summary>
public class ServiceBusClientOptions
{
    /// <summary>How it tries again.</summary>
    public ServiceBusRetryOptions RetryOptions { get; set; } = new();

    /// <summary>What it is called in logs.</summary>
    public string? Identifier { get; set; }
}
