namespace LiveOps.Tests.AppHost;

/// <summary>Tests on the one that runs; it takes the machine's cores, so nothing else runs beside it.</summary>
[CollectionDefinition(nameof(RunningCluster), DisableParallelization = true)]
public sealed class RunningClusterCollection : ICollectionFixture<RunningCluster>;
