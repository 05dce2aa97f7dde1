using System.Runtime.CompilerServices;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>The players in memory.</summary>
internal sealed class JournaledPlayers(ProgressionState state) : IPlayersToTry
{
    public ValueTask<ProgressionRules> RulesAsync(long at, CancellationToken cancellation) => new(state.RulesAt(at));

    public async IAsyncEnumerable<IReadOnlyList<TriedPlayer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int at = 0; at >= 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var some = new List<TriedPlayer>();
            at = state.Copy(at, some);
            yield return some;
        }

        await Task.CompletedTask;
    }
}
