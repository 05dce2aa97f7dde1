namespace LiveOps.Fairness.Endpoints;

/// <summary>A player's keys were revoked.</summary>
/// <param name="PlayerId">Whose.</param>
/// <param name="RevokedAt">Keys that were made until then hold no more.</param>
internal sealed record RevokedKeys(string PlayerId, DateTime RevokedAt);
