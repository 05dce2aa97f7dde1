using LiveOps.Core.Audit;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Rules;
using LiveOps.Progression.Stores;

namespace LiveOps.Tests.Progression;

/// <summary>A host's grants, of which is seen that its runner has looked for the first time: that it does at the start, whenever its thread comes to it, and then not before the clock moves.</summary>
internal sealed class WatchedGrants(IGrantStore grants) : IGrantStore
{
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody has looked.</summary>
    public Task Looked => _looked.Task;

    public GrantLimits Limits => grants.Limits;

    public ValueTask<GrantOutcome> GrantAsync(string playerId, GrantContent grant, AuditEntry audit, CancellationToken cancellation) => grants.GrantAsync(playerId, grant, audit, cancellation);

    public ValueTask<GrantJobOutcome> StartAsync(GrantOrder order, AuditEntry audit, CancellationToken cancellation) => grants.StartAsync(order, audit, cancellation);

    public ValueTask<GrantJob?> SwitchAsync(string job, bool isRunning, AuditEntry audit, CancellationToken cancellation) => grants.SwitchAsync(job, isRunning, audit, cancellation);

    public ValueTask<GrantJob?> FindAsync(string job, CancellationToken cancellation) => grants.FindAsync(job, cancellation);

    public ValueTask<IReadOnlyList<GrantJob>> ListAsync(int most, CancellationToken cancellation) => grants.ListAsync(most, cancellation);

    public async ValueTask<bool> TurnAsync(CancellationToken cancellation)
    {
        try
        {
            return await grants.TurnAsync(cancellation);
        }
        finally
        {
            _looked.TrySetResult();
        }
    }
}
