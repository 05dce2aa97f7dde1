using LiveOps.Client.Outboxes;

namespace LiveOps.Client;

/// <summary>How a client stands.</summary>
public readonly struct ClientStatus
{
    internal ClientStatus(OutboxCounts outbox, long accepted, long rejected, TimeSpan clockOffset) =>
        (Outbox, Accepted, Rejected, ClockOffset) = (outbox, accepted, rejected, clockOffset);

    /// <summary>What waits, and what was not taken.</summary>
    public OutboxCounts Outbox { get; }

    /// <summary>Events that count, since the client was made.</summary>
    public long Accepted { get; }

    /// <summary>Events that the server rejected, since then.</summary>
    public long Rejected { get; }

    /// <summary>The server's time less the machine's, as far as it is known.</summary>
    public TimeSpan ClockOffset { get; }
}
