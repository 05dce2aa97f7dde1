namespace LiveOps.ServiceDefaults.Stores;

/// <summary>
/// A store (Redis, SQL) cannot be had now. Whoever asked over HTTP gets a 503 with <c>Retry-After</c>; a bus waits, and counts no
/// delivery. The message names the store and never holds a secret; the rest is the inner exception's, for the log.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    /// <param name="store">Which: <c>redis</c>, <c>sql</c>.</param>
    /// <param name="reason">What is the matter, as the end of a sentence.</param>
    /// <param name="inner">What went wrong beneath, if anything.</param>
    public StoreUnavailableException(string store, string reason, Exception? inner = null) : base($"{store} {reason}", inner) => (Store, Reason) = (store, reason);

    /// <summary>Which store.</summary>
    public string Store { get; }

    /// <summary>What is the matter, as the end of a sentence.</summary>
    public string Reason { get; }

    /// <summary>What whoever asked is told of it, in sentences; null for nothing but that it cannot be had.</summary>
    public string? Told { get; init; }

    /// <summary>Whether what was asked for may have been done all the same: it was sent, and no answer came.</summary>
    public bool MayBeDone { get; init; }
}
