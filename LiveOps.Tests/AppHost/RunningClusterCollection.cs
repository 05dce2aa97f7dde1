namespace LiveOps.Tests.AppHost;

/// <summary>Tests on the one that runs; it takes the machine's cores, so no other test of the process runs beside it, and <c>./test</c> gives it a process of its own.</summary>
[CollectionDefinition(nameof(RunningCluster), DisableParallelization = true), Trait("process", "own")]
public sealed class RunningClusterCollection : ICollectionFixture<RunningCluster>;
