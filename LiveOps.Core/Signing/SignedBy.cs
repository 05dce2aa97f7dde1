using LiveOps.Core.Ids;

namespace LiveOps.Core.Signing;

/// <summary>Who signed a request, and under which id.</summary>
/// <param name="KeyId">The key; of a player's what all their keys have in common, see <see cref="PlayerKey.Scope"/>.</param>
/// <param name="WebhookId">The <c>webhook-id</c>: the idempotency key, unique for the key.</param>
/// <param name="PlayerId">Whose key it is; null for a key of the game, which speaks for everybody.</param>
public readonly record struct SignedBy(string KeyId, string WebhookId, string? PlayerId = null)
{
    /// <summary>The longest <see cref="KeyId"/> there is.</summary>
    public const int MaxKeyId = 2 * IdRule.MaxLength + 2;

    /// <summary>Whether the key may speak for a player.</summary>
    public bool MaySpeakFor(string playerId) => PlayerId is null || PlayerId == playerId;
}
