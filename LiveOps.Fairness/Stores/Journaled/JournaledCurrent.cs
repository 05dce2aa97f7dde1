using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>The policy that the journal holds.</summary>
internal sealed class JournaledCurrent(FairnessState state) : ICurrentPolicy
{
    /// <inheritdoc/>
    public ValueTask<FairnessPolicy> AtAsync(long at, CancellationToken cancellation) => new(state.Document.At(at) ?? throw new VerdictsUnavailableException("Fairness has no policy yet."));
}
