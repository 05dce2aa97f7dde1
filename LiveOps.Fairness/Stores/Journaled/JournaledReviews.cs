using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>Cases in memory; decisions go through the journal.</summary>
internal sealed class JournaledReviews(FairnessState state, ICommandLog commands) : IReviewStore
{
    /// <inheritdoc/>
    public ValueTask<LogPage<Case>> PageAsync(CaseStatus status, CasePlace? before, int limit)
    {
        List<Case> found = state.Cases.Page(status, before, limit + 1);
        return new(found.Count > limit
            ? new LogPage<Case>(found[..limit], CasePlace.Of(found[limit - 1]).ToString())
            : new LogPage<Case>(found, null));
    }

    /// <inheritdoc/>
    public ValueTask<Case?> FindAsync(UInt128 player) => new(state.Cases.Find(player));

    /// <inheritdoc/>
    public async ValueTask<CaseOutcome> DecideAsync(CaseAction action, AuditEntry who, CancellationToken cancellation) =>
        (CaseOutcome)(await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Audited(AuditedCommand.Of(who, FairnessCommand.Review(action))), cancellation))!;

    /// <inheritdoc/>
    public ValueTask<long> CountOpenAsync() => new(state.Cases.Open);
}
