namespace LiveOps.Core.Signing;

/// <summary>What checking a request's signature came to.</summary>
/// <param name="Outcome">Whether it holds.</param>
/// <param name="Signer">Who signed; of a signature that does not hold, nobody.</param>
/// <param name="Secret">The secret that it was signed with; null where it does not hold.</param>
public readonly record struct VerifiedRequest(SignatureOutcome Outcome, SignedBy Signer, SigningKey? Secret)
{
    internal static VerifiedRequest Not(SignatureOutcome outcome) => new(outcome, default, null);
}
