using System.Buffers.Text;
using System.Security.Cryptography;

namespace LiveOps.Client.Events;

/// <summary>Makes ids that nobody else makes: 96 random bits of this client's, and a number. They are written into the event without a text in between.</summary>
internal sealed class EventIds
{
    private readonly byte[] _prefix;
    private long _last;

    public EventIds()
    {
        byte[] random = new byte[12];
        RandomNumberGenerator.Fill(random);
        string text = Convert.ToBase64String(random).Replace('+', '-').Replace('/', '_') + ".";
        _prefix = System.Text.Encoding.ASCII.GetBytes(text);
    }

    /// <summary>Writes the next id; its length.</summary>
    public int Write(Span<byte> to)
    {
        _prefix.CopyTo(to);
        Utf8Formatter.TryFormat(Interlocked.Increment(ref _last), to[_prefix.Length..], out int digits);
        return _prefix.Length + digits;
    }
}
