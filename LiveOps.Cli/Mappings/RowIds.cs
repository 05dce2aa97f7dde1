using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Client.Events;

namespace LiveOps.Cli.Mappings;

/// <summary>
/// Ids of events that follow from what a row says, so that a file sent twice counts once: a hash of the event, and which of several that say the same it is, for each of them counts.
/// Remembers some 40 bytes a row.
/// </summary>
internal sealed class RowIds
{
    private const int HashBytes = 18; // 24 characters

    private readonly Dictionary<UInt128, int> _seen = [];

    /// <summary>The event under an id: the row's own, else one of its content.</summary>
    public GameEvent Identify(GameEvent one)
    {
        if (one.Id is not null)
            return one;
        string content = string.Create(CultureInfo.InvariantCulture, $"{one.Type}\n{one.PlayerId}\n{one.Subject}\n{one.Value}\n{one.At?.UtcDateTime:O}");
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        var key = new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
        int before = _seen.GetValueOrDefault(key);
        _seen[key] = before + 1;
        return one.WithId("row." + (before == 0 ? Name(hash) : Name(SHA256.HashData(Encoding.UTF8.GetBytes(content + "\n" + before.ToString(CultureInfo.InvariantCulture))))));
    }

    /// <summary>A row's own id as one of an event: as it is, or a hash of it where it has other characters or is too long.</summary>
    public static string Fit(string id)
    {
        bool isId = id.Length is > 0 and <= 64 && id is not ("." or "..") && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');
        return isId ? id : "id." + Name(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }

    private static string Name(byte[] hash) => Convert.ToBase64String(hash, 0, HashBytes).Replace('+', '-').Replace('/', '_');
}
