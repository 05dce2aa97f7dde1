using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Core.Receipts;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Progression.Endpoints;

// The shapes of the answers, for /openapi/v1.json; the answers themselves are written member by member.

/// <summary>A player's progress.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Level">From 1.</param>
/// <param name="Xp">All XP ever gained, at most 2^53.</param>
/// <param name="XpToNext">What is missing to the next level; 0 at the highest.</param>
/// <param name="BossKills">Kills by boss.</param>
/// <param name="Items">How many of each item.</param>
/// <param name="Counters">The game's own statistics, each within ±2^53.</param>
/// <param name="UpdatedAt">When the newest of the player's events was accepted.</param>
internal sealed record PlayerBody(
    string PlayerId, int Level, long Xp, long XpToNext, Dictionary<string, long> BossKills, Dictionary<string, long> Items, Dictionary<string, long> Counters, DateTimeOffset UpdatedAt);

/// <summary>The rewards of a player.</summary>
/// <param name="Rewards">In the order they were granted.</param>
internal sealed record RewardsBody(RewardBody[] Rewards);

/// <summary>A reward that was granted.</summary>
/// <param name="Reward">Which.</param>
/// <param name="Status"><c>claimable</c> or <c>claimed</c>.</param>
/// <param name="GrantedAt">When the event that granted it was accepted.</param>
/// <param name="ClaimedAt">When it was claimed; absent before.</param>
internal sealed record RewardBody(
    string Reward,
    [property: AllowedValues("claimable", "claimed")] string Status,
    DateTimeOffset GrantedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ClaimedAt);

/// <summary>A claim's answer.</summary>
/// <param name="Reward">What was claimed.</param>
/// <param name="Receipt">A compact JWS, the same for ever.</param>
internal sealed record ClaimAnswerBody(string Reward, string Receipt);

/// <summary>What a claim's body may hold, both optional; what it holds must be what the path says.</summary>
internal sealed record ClaimRequestBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PlayerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reward);

/// <summary>Whom to erase or export, and why.</summary>
internal sealed record NamedPlayerBody(string PlayerId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(OperatorReason.MaxLength)] string? Reason = null);

/// <summary>A receipt to verify.</summary>
internal sealed record VerifyRequestBody(string Receipt);

/// <summary>Whether a receipt is genuine.</summary>
/// <param name="Valid">Whether it is.</param>
/// <param name="Claims">What it says; only when it is genuine.</param>
/// <param name="Reason"><c>malformed</c>, <c>unsupported-algorithm</c>, <c>unknown-key</c> or <c>bad-signature</c>; only when it is not.</param>
internal sealed record VerifyAnswerBody(
    bool Valid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClaimsBody? Claims,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: AllowedValues(ReceiptVerdict.Malformed, ReceiptVerdict.UnsupportedAlgorithm, ReceiptVerdict.UnknownKey, ReceiptVerdict.BadSignature)] string? Reason);

/// <summary>The claims of a receipt.</summary>
internal sealed record ClaimsBody(string Iss, string Sub, string Jti, string Reward, long Iat);

/// <summary>A JSON Web Key Set (RFC 7517).</summary>
/// <param name="Keys">The keys, the one that signs first.</param>
internal sealed record KeySetBody(KeyBody[] Keys);

/// <summary>The public half of a key (RFC 7518, 6.2).</summary>
/// <param name="Kty">The kind of key.</param>
/// <param name="Crv">The curve.</param>
/// <param name="X">The point's x, in base64url.</param>
/// <param name="Y">The point's y, in base64url.</param>
/// <param name="Kid">The key's id, as receipts name it: its thumbprint (RFC 7638).</param>
/// <param name="Alg">The algorithm that it is for, and no other.</param>
/// <param name="Use">What it is for: signatures.</param>
internal sealed record KeyBody(
    [property: AllowedValues("EC")] string Kty, [property: AllowedValues("P-256")] string Crv, string X, string Y, string Kid, [property: AllowedValues("ES256")] string Alg, [property: AllowedValues("sig")] string Use);
