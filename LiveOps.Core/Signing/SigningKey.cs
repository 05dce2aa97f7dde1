using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Ids;
using Microsoft.Extensions.ObjectPool;

namespace LiveOps.Core.Signing;

/// <summary>One secret, ready to compute signatures. Safe for use from many threads.</summary>
public sealed class SigningKey
{
    /// <summary>How long a timestamp may be: it is put into a buffer of that size before anybody is known.</summary>
    internal const int MaxTimestampLength = 20;

    private const int Pooled = 64, PooledOfPlayer = 2; // a player's client has one or two requests under way

    // A keyed hash is made once and used again: with OpenSSL 3 making one costs more than hashing a small body does.
    private readonly ObjectPool<IncrementalHash> _macs;
    private readonly byte[] _secret;

    /// <param name="secret">The secret's bytes; see <see cref="SigningSecret.Parse"/>.</param>
    public SigningKey(byte[] secret)
        : this(secret, Pooled)
    {
    }

    private SigningKey(byte[] secret, int pooled) => (_secret, _macs) = (secret, new DefaultObjectPool<IncrementalHash>(new MacPolicy(secret), pooled));

    /// <summary>The secret of a player's key that is derived from this one: see <see cref="PlayerKey.Derive"/>.</summary>
    public byte[] PlayerSecret(string name, long epoch) => PlayerKey.Derive(_secret, name, epoch);

    internal SigningKey ForPlayer(string name, long epoch) => new(PlayerSecret(name, epoch), PooledOfPlayer);

    /// <summary>The HMAC-SHA256 of <c>id.timestamp.body</c>.</summary>
    /// <param name="id">The <c>webhook-id</c>: an id, see <see cref="IdRule"/>.</param>
    /// <param name="timestamp">The <c>webhook-timestamp</c> as sent: at most 20 ASCII characters.</param>
    /// <param name="body">The body as sent.</param>
    /// <param name="mac">32 bytes.</param>
    public void Compute(ReadOnlySpan<char> id, ReadOnlySpan<char> timestamp, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        Span<byte> head = stackalloc byte[IdRule.MaxLength + MaxTimestampLength + 2];
        int length = Encoding.ASCII.GetBytes(id, head);
        head[length++] = (byte)'.';
        length += Encoding.ASCII.GetBytes(timestamp, head[length..]);
        head[length++] = (byte)'.';
        IncrementalHash hash = _macs.Get();
        hash.AppendData(head[..length]);
        hash.AppendData(body);
        hash.GetHashAndReset(mac);
        _macs.Return(hash); // not after an error: a hash that failed is left to the collector
    }

    private sealed class MacPolicy(byte[] secret) : PooledObjectPolicy<IncrementalHash>
    {
        public override IncrementalHash Create() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);

        public override bool Return(IncrementalHash obj) => true;
    }
}
