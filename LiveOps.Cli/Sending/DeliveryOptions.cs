namespace LiveOps.Cli.Sending;

/// <summary>How events are delivered.</summary>
/// <param name="Parallel">Requests side by side, 1 to 16.</param>
/// <param name="Outbox">The folder that keeps them until they are answered; null: memory.</param>
internal sealed record DeliveryOptions(int Parallel = 1, string? Outbox = null)
{
    /// <summary>The most events that wait for their verdicts, where memory keeps them.</summary>
    public int Window => 4000 * Parallel;
}
