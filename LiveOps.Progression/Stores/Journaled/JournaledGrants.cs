using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>Grants in memory: each is a command of the journal, and so is each turn of a job. A job is at the same place after any crash.</summary>
internal sealed class JournaledGrants(ProgressionState state, ICommandLog commands, TimeProvider clock) : IGrantStore
{
    public GrantLimits Limits => state.Limits;

    public async ValueTask<GrantOutcome> GrantAsync(string playerId, GrantContent grant, AuditEntry audit, CancellationToken cancellation) =>
        (GrantOutcome)(await ExecuteAsync(audit, GrantCommand.Grant(playerId, grant, clock.Now()), cancellation))!;

    public async ValueTask<GrantJobOutcome> StartAsync(GrantOrder order, AuditEntry audit, CancellationToken cancellation) =>
        (GrantJobOutcome)(await ExecuteAsync(audit, GrantCommand.Start(order, clock.Now()), cancellation))!;

    public async ValueTask<GrantJob?> SwitchAsync(string job, bool isRunning, AuditEntry audit, CancellationToken cancellation) =>
        ((GrantJobSwitch?)await ExecuteAsync(audit, GrantCommand.Switch(job, isRunning, clock.Now()), cancellation))?.Job;

    public ValueTask<GrantJob?> FindAsync(string job, CancellationToken cancellation) => new(state.FindJob(job));

    public ValueTask<IReadOnlyList<GrantJob>> ListAsync(int most, CancellationToken cancellation) => new(state.ListJobs(most));

    public async ValueTask<bool> TurnAsync(CancellationToken cancellation)
    {
        if (state.NextTurn() is not { } next)
            return false;
        await commands.ExecuteAsync(ProgressionState.Consumer, GrantCommand.Turn(next.Id, next.From, clock.Now()), cancellation);
        return true;
    }

    private Task<object?> ExecuteAsync(AuditEntry audit, byte[] command, CancellationToken cancellation) =>
        commands.ExecuteAsync(ProgressionState.Consumer, (byte[])[(byte)CommandKind.Audited, .. AuditedCommand.Of(audit, command)], cancellation);
}
