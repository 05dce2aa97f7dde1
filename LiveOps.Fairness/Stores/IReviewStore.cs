using LiveOps.Core.Audit;
using LiveOps.Fairness.Reviews;

namespace LiveOps.Fairness.Stores;

/// <summary>The cases, wherever they are kept: with the players, and changed in one step with them.</summary>
/// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">The state cannot be had now.</exception>
internal interface IReviewStore
{
    /// <summary>A page of cases: open and watched ones by severity, decided ones newest first.</summary>
    /// <param name="status">Of which status.</param>
    /// <param name="before">Where the page begins: behind a place of the same status; null for the beginning.</param>
    /// <param name="limit">The most cases.</param>
    ValueTask<LogPage<Case>> PageAsync(CaseStatus status, CasePlace? before, int limit);

    /// <summary>A player's case; null for none.</summary>
    /// <param name="player">The hash of the player's id.</param>
    ValueTask<Case?> FindAsync(UInt128 player);

    /// <summary>Makes a decision or takes one back, with what follows for the player and the entries of the audit, in one step; or says why not.</summary>
    /// <param name="action">What.</param>
    /// <param name="who">Who, as the audit has it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="Core.Bus.BusUnavailableException">It could not be confirmed that it is durable and in force.</exception>
    ValueTask<CaseOutcome> DecideAsync(CaseAction action, AuditEntry who, CancellationToken cancellation);

    /// <summary>How many cases wait for a decision.</summary>
    ValueTask<long> CountOpenAsync();
}
