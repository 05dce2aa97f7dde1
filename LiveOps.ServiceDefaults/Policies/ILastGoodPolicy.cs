namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Where a service keeps the last policy that was good, so that a file that was refused while it ran is no outage at its next start.</summary>
public interface ILastGoodPolicy
{
    /// <summary>Its JSON; null when none was ever kept.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot be had.</exception>
    Task<byte[]?> ReadAsync(CancellationToken cancellation);

    /// <summary>Keeps a policy that came into force.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot be had.</exception>
    Task KeepAsync(ReadOnlyMemory<byte> json, CancellationToken cancellation);
}
