using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Signing;

namespace LiveOps.Gateway.Idempotency;

/// <summary>A request's idempotency key, scoped by the key that signed it, and what its body was.</summary>
/// <param name="Request">Hash of signing key and <c>webhook-id</c>.</param>
/// <param name="Body">128 bits of the body: whoever could make two bodies collide signs both, and deceives only themselves.</param>
internal readonly record struct IdempotencyKey(UInt128 Request, UInt128 Body)
{
    private static long _lastAttempt;

    /// <summary>Which of the times that it was sent, as this gateway counts: giving up one is not giving up the next.</summary>
    public long Attempt { get; init; }

    /// <summary>One that no request has, for what is accepted without an answer that is kept.</summary>
    public IdempotencyKey OfNobody() => this with { Request = new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()) };

    /// <summary>A number that no other attempt of this gateway has.</summary>
    public static long NextAttempt() => Interlocked.Increment(ref _lastAttempt);

    public static IdempotencyKey Of(SignedBy signer, ReadOnlySpan<byte> body)
    {
        // Neither an id nor a key id holds a line feed, so the two cannot be read as another pair.
        Span<byte> request = stackalloc byte[SignedBy.MaxKeyId + IdRule.MaxLength + 1];
        int length = Encoding.ASCII.GetBytes(signer.KeyId, request);
        request[length++] = (byte)'\n';
        length += Encoding.ASCII.GetBytes(signer.WebhookId, request[length..]);
        return new IdempotencyKey(IdHash.Of(request[..length]), IdHash.Of(body)) { Attempt = NextAttempt() };
    }
}
