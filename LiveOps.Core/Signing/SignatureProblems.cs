using LiveOps.Core.Ids;
using LiveOps.Core.Problems;

namespace LiveOps.Core.Signing;

/// <summary>What a caller is told when <see cref="RequestVerifier"/> does not let a request through.</summary>
public static class SignatureProblems
{
    /// <summary>The problem that goes with an outcome other than <see cref="SignatureOutcome.Valid"/>.</summary>
    public static Problem ToProblem(this SignatureOutcome outcome) => outcome switch
    {
        SignatureOutcome.Missing => new Problem(ProblemTypes.MissingSignature, "Send webhook-id, webhook-timestamp and webhook-signature, each once."),
        SignatureOutcome.LongId => new Problem(ProblemTypes.InvalidParameter, $"The webhook-id is too long: it has at most {IdRule.MaxLength} characters."),
        SignatureOutcome.BadId => new Problem(ProblemTypes.InvalidParameter, $"The webhook-id {IdRule.Sentence}."),
        SignatureOutcome.Bad => new Problem(ProblemTypes.BadSignature, "Sign the bytes of id.timestamp.body with HMAC-SHA256, the body exactly as sent."),
        SignatureOutcome.BadTimestamp => new Problem(ProblemTypes.BadSignature, "The webhook-timestamp must be Unix seconds in digits alone, like 1764000000."),
        SignatureOutcome.Stale => new Problem(ProblemTypes.StaleTimestamp, "Sign again with the present time; GET /v1/time at the gateway tells it."),
        SignatureOutcome.UnknownKey => new Problem(ProblemTypes.UnknownKey, "The liveops-key header names no key of this system."),
        SignatureOutcome.ExpiredKey => new Problem(ProblemTypes.ExpiredKey, "The player's key has expired: the game's server makes the next."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "a valid signature is no problem"),
    };
}
