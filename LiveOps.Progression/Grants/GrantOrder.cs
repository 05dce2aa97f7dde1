using LiveOps.Core.Ids;

namespace LiveOps.Progression.Grants;

/// <summary>A grant for many players, as it was asked for.</summary>
/// <param name="Grant">What each is granted.</param>
/// <param name="Players">Who, each once.</param>
internal sealed record GrantOrder(GrantContent Grant, IReadOnlyList<string> Players)
{
    /// <summary>The same for the same job.</summary>
    public UInt128 Fingerprint { get; } = IdHash.Of(System.Text.Encoding.UTF8.GetBytes($"{Grant.Fingerprint:x32} {string.Join(' ', Players)}"));
}
