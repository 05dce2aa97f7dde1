namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>What came of an attempt.</summary>
/// <param name="Delivery">The delivery after it; null when that was known before, or the delivery is gone.</param>
/// <param name="DisabledBy">Why its webhook is disabled since; empty when it is not.</param>
internal sealed record SettleResult(Delivery? Delivery, string DisabledBy);
