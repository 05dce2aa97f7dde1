namespace LiveOps.ServiceDefaults.Exports;

/// <summary>What a service keeps for days and then lets go of, table by table; what is bound to an event's own handling, by the minute, is not of this kind.</summary>
public interface IRetention
{
    /// <summary>What it lets go of, in a word.</summary>
    string Name { get; }

    /// <summary>Lets go of what is older than is kept, in small steps: it may be cut off, and run again.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot be had.</exception>
    Task ForgetAsync(CancellationToken cancellation);
}
