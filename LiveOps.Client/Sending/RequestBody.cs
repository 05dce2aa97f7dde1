using System.IO.Compression;
using System.Security.Cryptography;

namespace LiveOps.Client.Sending;

/// <summary>
/// The body of a request, and its id: a hash of what it says. So a batch has its id before its first attempt, and the same after a crash; and another body, another.
/// </summary>
internal sealed class RequestBody
{
    private const int IdBytes = 18; // 24 characters

    private byte[] _bytes = new byte[64 << 10];
    private int _length;
    private byte _salt;

    /// <summary>Bytes so far.</summary>
    public int Length => _length;

    /// <summary>Begins another.</summary>
    public void Begin()
    {
        _length = 0;
        Append("{\"events\":["u8);
    }

    /// <summary>Adds an event.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (_bytes[_length - 1] != '[')
            Append(","u8);
        Append(text);
    }

    /// <summary>Ends it; its id.</summary>
    public string End()
    {
        Append("]}"u8);
        using var sha = SHA256.Create();
        Span<byte> hash = stackalloc byte[32];
        sha.TryComputeHash(_bytes.AsSpan(0, _length), hash, out _);
        hash[0] ^= _salt;
        return Convert.ToBase64String(hash[..IdBytes]).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The bytes to be sent.</summary>
    public ReadOnlyMemory<byte> Bytes(bool compressed)
    {
        if (!compressed)
            return _bytes.AsMemory(0, _length);
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(_bytes, 0, _length);
        return to.GetBuffer().AsMemory(0, (int)to.Length);
    }

    /// <summary>Lets go of the bytes: a request that failed may still be reading them.</summary>
    public void Forget() => _bytes = new byte[_bytes.Length];

    /// <summary>Other ids from now on: somebody else used one.</summary>
    public void ChangeIds() => _salt++;

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
