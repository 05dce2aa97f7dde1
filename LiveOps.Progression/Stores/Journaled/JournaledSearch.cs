using System.Text;
using LiveOps.Progression.Players;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>Looks at the players in memory.</summary>
internal sealed class JournaledSearch(ProgressionState state) : IPlayerSearch
{
    public ValueTask<IReadOnlyList<FoundPlayer>> SearchAsync(string prefix, string after, int most, CancellationToken cancellation) =>
        new(state.Search(Encoding.ASCII.GetBytes(prefix), Encoding.ASCII.GetBytes(after), most));
}
