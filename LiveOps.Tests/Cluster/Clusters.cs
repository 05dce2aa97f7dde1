namespace LiveOps.Tests.Cluster;

/// <summary>Tests that start ten processes and more: one after the other, since two cores are enough for one cluster.</summary>
[CollectionDefinition(nameof(Clusters)), Trait("process", "own")]
public sealed class Clusters;
