using LiveOps.Gateway.Idempotency;

namespace LiveOps.Tests.Gateway.Idempotency;

public sealed class Requests_remembered_by_the_journal : RequestMemoryContract
{
    private protected override Task<IRequestMemory> StartAsync() => Task.FromResult<IRequestMemory>(new JournaledRequestMemory(new RequestMemoryOptions()));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
