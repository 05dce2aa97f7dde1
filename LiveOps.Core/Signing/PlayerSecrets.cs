namespace LiveOps.Core.Signing;

/// <summary>The derived secrets of one key of a player: one for each secret of the game's key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Scope">See <see cref="PlayerKey.Scope"/>.</param>
/// <param name="Epoch">The player's epoch that they are of.</param>
/// <param name="Ring">The game's keys that they are of.</param>
/// <param name="Secrets">Ready to compute signatures.</param>
internal sealed record PlayerSecrets(PlayerKey Key, string Scope, long Epoch, KeyRing Ring, SigningKey[] Secrets);
