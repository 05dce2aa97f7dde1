namespace LiveOps.Gateway.Idempotency;

/// <summary>What became of a claim.</summary>
/// <param name="Claim">That.</param>
/// <param name="Json">The answer given before, when there was one; null for that of one accepted event.</param>
internal readonly record struct ClaimAnswer(Claim Claim, byte[]? Json = null);
