using LiveOps.Core.Notices;

namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>A notice on its way to one webhook. Immutable; times are Unix ticks.</summary>
/// <param name="Number">Rises from one delivery of a webhook to the next.</param>
/// <param name="Notice">What is delivered; its id is the delivery's.</param>
internal sealed record Delivery(long Number, Notice Notice)
{
    /// <summary>How many attempts are remembered, the latest.</summary>
    public const int MostAttempts = 20;

    /// <summary>What became of it.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>How many attempts there were.</summary>
    public int Attempts { get; init; }

    /// <summary>The latest of them, oldest first.</summary>
    public IReadOnlyList<Attempt> Latest { get; init; } = [];

    /// <summary>When the next attempt is due; of one that is done, when that was.</summary>
    public long DueAt { get; init; }

    /// <summary>When it failed first since it was made, or was sent again by hand; 0 for never.</summary>
    public long FailedFirstAt { get; init; }

    /// <summary>Since when it has a day of its own: when it was sent again by hand, or its webhook began anew; 0 for neither.</summary>
    public long Since { get; init; }

    /// <summary>How many attempts in a row have failed since then: what the next pause goes by.</summary>
    public int Failures { get; init; }

    /// <summary>Its id.</summary>
    public string Id => Notice.Id;

    /// <summary>As it is sent again, with a day of its own from a moment on.</summary>
    public Delivery Again(long now) => this with { Status = DeliveryStatus.Pending, DueAt = now, Since = now, FailedFirstAt = 0, Failures = 0 };
}
