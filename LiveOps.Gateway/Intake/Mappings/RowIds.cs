using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>
/// Ids of events that follow from what a row says, so that rows sent twice count once. They are those of <c>liveops import</c>: what was imported by the tool and is sent by its own
/// system later counts once too.
/// </summary>
/// <param name="countsEqual">Whether rows that say the same are events of their own, each by which of them it is; else they are one. Then 40 bytes a row are remembered.</param>
internal sealed class RowIds(bool countsEqual)
{
    private const int HashBytes = 18; // 24 characters

    private readonly Dictionary<UInt128, int> _seen = [];

    /// <summary>The id of what a row says.</summary>
    public string Of(EventType type, string player, string subject, long value, DateTimeOffset? at)
    {
        string content = string.Create(CultureInfo.InvariantCulture, $"{type}\n{player}\n{subject}\n{value}\n{at?.UtcDateTime:O}");
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        int before = 0;
        if (countsEqual)
        {
            var key = new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
            before = _seen.GetValueOrDefault(key);
            _seen[key] = before + 1;
        }

        return "row." + Name(before == 0 ? hash : SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content}\n{before}"))));
    }

    /// <summary>A row's own id as one of an event: as it is, or a hash of it where it has other characters or is too long.</summary>
    public static string Fit(string id) => IdRule.IsValid(id) ? id : "id." + Name(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private static string Name(byte[] hash) => Convert.ToBase64String(hash, 0, HashBytes).Replace('+', '-').Replace('/', '_');
}
