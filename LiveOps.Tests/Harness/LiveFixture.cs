namespace LiveOps.Tests.Harness;

/// <summary>One system for the tests of a class.</summary>
public sealed class LiveFixture : IAsyncLifetime
{
    public LiveSystem Live { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync();

    public async ValueTask DisposeAsync() => await Live.DisposeAsync();
}
