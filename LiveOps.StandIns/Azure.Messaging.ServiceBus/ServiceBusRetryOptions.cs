namespace Azure.Messaging.ServiceBus;

/// <summary>How the client itself tries again. The stand-in never does: it takes <see cref="MaxRetries"/> for 0.</summary>
public class ServiceBusRetryOptions
{
    /// <summary>Fixed or growing pauses.</summary>
    public ServiceBusRetryMode Mode { get; set; } = ServiceBusRetryMode.Exponential;

    /// <summary>How often at most, besides the first try.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The first pause.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.8);

    /// <summary>The longest pause.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one try may take.</summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
