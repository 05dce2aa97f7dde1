namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>What became of a delivery. The numbers are in journals and in Redis.</summary>
internal enum DeliveryStatus : byte
{
    /// <summary>It waits: for its first attempt, the next, or those before it about the same subject.</summary>
    Pending = 0,

    /// <summary>The receiver has taken it: an answer 2xx.</summary>
    Delivered = 1,

    /// <summary>It was given up: a day of attempts, or no room while the receiver took nothing.</summary>
    Failed = 2,
}
