namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Knows operators by tokens of Entra ID.</summary>
internal interface IEntraTokens
{
    /// <summary>Whose token it is; null for one that is not valid here.</summary>
    /// <exception cref="Stores.StoreUnavailableException">Entra ID cannot be had, and never could since the start, so that none of its keys is known.</exception>
    ValueTask<OperatorIdentity?> FindAsync(string token, CancellationToken cancellation);
}
