using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Intake;

/// <summary>The intake's bounds.</summary>
/// <param name="MaxRequests">How many requests are worked on at once: each holds its body as sent. One more gets a 503; one that signs waits a little first.</param>
internal sealed record IntakeSettings(int MaxRequests)
{
    /// <summary>The fewest bytes of a body in a second.</summary>
    public const int MinBytesPerSecond = 64 << 10;

    /// <summary>The largest body as sent, in bytes.</summary>
    public const int MaxBodyBytes = 8 << 20;

    /// <summary>The largest body once inflated, in bytes.</summary>
    public const int MaxInflatedBytes = 64 << 20;

    /// <summary>The most rows of a body.</summary>
    public const int MaxRows = 100_000;

    /// <summary>How many rejected rows an answer names; the others are counted.</summary>
    public const int MaxNamed = 1000;

    /// <summary>Rows that are taken together: one batch on the bus.</summary>
    public const int RowsOfChunk = 500;

    /// <summary>How many bodies are read at once of which nobody knows yet whether they are signed: whoever sends slowly must not keep out those who do.</summary>
    public int MaxUnknown => 8 * MaxRequests;

    /// <exception cref="SettingException">It is wrong.</exception>
    public static IntakeSettings Read(IConfiguration configuration) => new(configuration.GetWhole("INTAKE_MAX_REQUESTS", 4, 1, 1000));
}
