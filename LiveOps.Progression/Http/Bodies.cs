namespace LiveOps.Progression.Http;

// The shapes of the answers, for /openapi/v1.json; the answers themselves are written member by member.

/// <summary>A player's progress.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Level">From 1.</param>
/// <param name="Xp">All XP ever gained, at most 2^53.</param>
/// <param name="XpToNext">What is missing to the next level; 0 at the highest.</param>
/// <param name="BossKills">Kills by boss.</param>
/// <param name="Items">How many of each item.</param>
/// <param name="UpdatedAt">When the newest of the player's events was accepted.</param>
internal sealed record PlayerBody(
    string PlayerId, int Level, long Xp, long XpToNext, Dictionary<string, long> BossKills, Dictionary<string, long> Items, DateTimeOffset UpdatedAt);

/// <summary>The rewards of a player.</summary>
/// <param name="Rewards">In the order they were granted.</param>
internal sealed record RewardsBody(RewardBody[] Rewards);

/// <summary>A reward that was granted.</summary>
/// <param name="Reward">Which.</param>
/// <param name="Status"><c>claimable</c> or <c>claimed</c>.</param>
/// <param name="GrantedAt">When the event that granted it was accepted.</param>
/// <param name="ClaimedAt">When it was claimed; absent before.</param>
/// <param name="Receipt">Only in an export: the receipt.</param>
internal sealed record RewardBody(string Reward, string Status, DateTimeOffset GrantedAt, DateTimeOffset? ClaimedAt, string? Receipt);

/// <summary>All that is known of a player.</summary>
internal sealed record ExportBody(
    string PlayerId, int Level, long Xp, long XpToNext, Dictionary<string, long> BossKills, Dictionary<string, long> Items, DateTimeOffset UpdatedAt, int Kills, RewardBody[] Rewards);

/// <summary>A claim's answer.</summary>
/// <param name="Reward">What was claimed.</param>
/// <param name="Receipt">A compact JWS, the same for ever.</param>
internal sealed record ClaimAnswerBody(string Reward, string Receipt);

/// <summary>What a claim's body may hold, both optional; what it holds must be what the path says.</summary>
internal sealed record ClaimRequestBody(string? PlayerId, string? Reward);

/// <summary>Whom to erase.</summary>
internal sealed record EraseRequestBody(string PlayerId);

/// <summary>A receipt to verify.</summary>
internal sealed record VerifyRequestBody(string Receipt);

/// <summary>Whether a receipt is genuine.</summary>
/// <param name="Valid">Whether it is.</param>
/// <param name="Claims">What it says; only when it is genuine.</param>
/// <param name="Reason"><c>malformed</c>, <c>unsupported-algorithm</c>, <c>unknown-key</c> or <c>bad-signature</c>; only when it is not.</param>
internal sealed record VerifyAnswerBody(bool Valid, ClaimsBody? Claims, string? Reason);

/// <summary>The claims of a receipt.</summary>
internal sealed record ClaimsBody(string Iss, string Sub, string Jti, string Reward, long Iat);

/// <summary>A problem (RFC 9457).</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string? Detail)
{
    public const string ContentType = "application/problem+json";
}
