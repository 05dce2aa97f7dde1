namespace LiveOps.Tests.Fairness;

/// <summary>Where players' state may be kept. Every test of what Fairness does runs in each; <see cref="FairnessWorlds"/> starts them.</summary>
public enum FairnessStores
{
    /// <summary>In this process, on a journal.</summary>
    Memory,

    /// <summary>In a real Redis, which replicas share.</summary>
    Redis,
}
