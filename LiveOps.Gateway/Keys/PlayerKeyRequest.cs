using System.Text.Json.Serialization;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Core.Windows;

namespace LiveOps.Gateway.Keys;

/// <summary>The body of the call that makes a player's key.</summary>
/// <param name="ExpiresAt">From when on the key is none any more; whole seconds, what is left is cut. At most 366 days from now.</param>
/// <param name="PlayerId">The player of the path, for who wants it signed: the signature covers the body and not the path.</param>
internal sealed record PlayerKeyRequest(DateTimeOffset ExpiresAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PlayerId = null)
{
    /// <summary>Reads a body; what is wrong with it, or null when nothing is.</summary>
    public static string? Read(byte[] body, out PlayerKeyRequest? request)
    {
        string?[] named = new string?[2];
        request = null;
        if (JsonMembers.Read(body, ["expiresAt", "playerId"], named) is { } wrong)
            return wrong;
        if (!Rfc3339.TryParse(named[0], out DateTimeOffset expiresAt))
            return "expiresAt must be a time with its offset.";
        request = new PlayerKeyRequest(expiresAt, named[1]);
        return null;
    }

    /// <summary>Checks it; null when it is right.</summary>
    public Problem? Check(string playerId, DateTimeOffset now, out long expiry)
    {
        expiry = ExpiresAt.ToUnixTimeSeconds();
        if ((PlayerId ?? playerId) != playerId)
            return new Problem(ProblemTypes.InvalidParameter, "The signed body names another player than the path.");
        return expiry > now.ToUnixTimeSeconds() && ExpiresAt - now <= PlayerKey.MaxLifetime
            ? null
            : new Problem(ProblemTypes.InvalidParameter, $"expiresAt must be a time to come, at most {PlayerKey.MaxLifetime.TotalDays} days from now.");
    }
}
