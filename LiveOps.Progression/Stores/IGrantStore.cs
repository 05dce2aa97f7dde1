using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores;

/// <summary>Where grants are kept, with the progress that they change and what the audit has of it, in one step; what changes nothing is not in the audit. What makes one once is its id: whoever does not know whether it was done asks again.</summary>
internal interface IGrantStore
{
    /// <summary>What the policy in force allows.</summary>
    GrantLimits Limits { get; }

    /// <summary>Grants something to a player.</summary>
    /// <exception cref="BusUnavailableException">It could not be made durable.</exception>
    /// <exception cref="StoreUnavailableException">It could not be made durable.</exception>
    ValueTask<GrantOutcome> GrantAsync(string playerId, GrantContent grant, AuditEntry audit, CancellationToken cancellation);

    /// <summary>Makes a job, which then goes on by itself.</summary>
    /// <inheritdoc cref="GrantAsync"/>
    ValueTask<GrantJobOutcome> StartAsync(GrantOrder order, AuditEntry audit, CancellationToken cancellation);

    /// <summary>Stops a job, or has it go on; null when there is none.</summary>
    /// <inheritdoc cref="GrantAsync"/>
    ValueTask<GrantJob?> SwitchAsync(string job, bool isRunning, AuditEntry audit, CancellationToken cancellation);

    /// <summary>A job as it stands; null when there is none.</summary>
    ValueTask<GrantJob?> FindAsync(string job, CancellationToken cancellation);

    /// <summary>The newest jobs, newest first.</summary>
    ValueTask<IReadOnlyList<GrantJob>> ListAsync(int most, CancellationToken cancellation);

    /// <summary>Gives some players of a job their turn; false when there are none whose turn could be now.</summary>
    ValueTask<bool> TurnAsync(CancellationToken cancellation);
}
