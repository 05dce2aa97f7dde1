namespace LiveOps.Core.Signing;

/// <summary>What checking a signature said.</summary>
public enum SignatureOutcome
{
    /// <summary>Signed by a secret of the key, within the time allowed.</summary>
    Valid,

    /// <summary>A signing header is absent, there twice, or empty: <c>missing-signature</c>.</summary>
    Missing,

    /// <summary>The <c>webhook-id</c> is longer than ids are: <c>invalid-parameter</c>.</summary>
    LongId,

    /// <summary>The <c>webhook-id</c> is no id: <c>invalid-parameter</c>.</summary>
    BadId,

    /// <summary>No signature matches: <c>bad-signature</c>.</summary>
    Bad,

    /// <summary>Signed too long ago, or too far ahead: <c>stale-timestamp</c>.</summary>
    Stale,

    /// <summary>There is no such key: <c>unknown-key</c>.</summary>
    UnknownKey,

    /// <summary>A player's key whose time is over: <c>expired-key</c>.</summary>
    ExpiredKey,

    /// <summary>The <c>webhook-timestamp</c> is no whole number of seconds: <c>bad-signature</c>.</summary>
    BadTimestamp,
}
