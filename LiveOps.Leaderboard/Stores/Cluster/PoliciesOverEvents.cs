using LiveOps.Core.Policies;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>The policy of the boards with the boards of live events among them, each by what is in force at a moment.</summary>
/// <param name="boards">The boards without them.</param>
/// <param name="events">The live events.</param>
internal sealed class PoliciesOverEvents(IPolicies<LeaderboardPolicy> boards, IPolicies<LiveEventsPolicy> events) : IPolicies<LeaderboardPolicy>
{
    /// <summary>The boards without them.</summary>
    public IPolicies<LeaderboardPolicy> Boards => boards;

    /// <inheritdoc/>
    public LeaderboardPolicy Current => events.Current.Over(boards.Current);

    /// <inheritdoc/>
    public async ValueTask<PolicyView<LeaderboardPolicy>> BetweenAsync(long first, long last, CancellationToken cancellation)
    {
        PolicyView<LeaderboardPolicy> own = await boards.BetweenAsync(first, last, cancellation);
        PolicyView<LiveEventsPolicy> live = await events.BetweenAsync(first, last, cancellation);
        return own.Over((time, policy) => live.At(time, out _)!.Over(policy));
    }
}
