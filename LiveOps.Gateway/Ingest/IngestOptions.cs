using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Ingest;

/// <summary>The gateway's bounds.</summary>
internal sealed record IngestOptions
{
    /// <summary>The largest body as sent, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>The largest body once inflated, in bytes.</summary>
    public int MaxInflatedBytes { get; init; } = 8 << 20;

    /// <summary>The largest body under a player's key, once inflated: a thousand events of the usual size.</summary>
    public int MaxPlayerBytes { get; init; } = 256 << 10;

    /// <summary><c>FAIRNESS_UNAVAILABLE=open</c>: accept events, marked unverified, while Fairness cannot be asked. Closed by default: 503.</summary>
    public bool AcceptUnverified { get; init; }

    public static IngestOptions Read(IConfiguration configuration) => new()
    {
        AcceptUnverified = configuration["FAIRNESS_UNAVAILABLE"]?.ToLowerInvariant() switch
        {
            null or "" or "closed" => false,
            "open" => true,
            _ => throw new SettingException("FAIRNESS_UNAVAILABLE must be closed or open."),
        },
    };
}
