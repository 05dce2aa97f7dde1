using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Signing;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>The epochs of players' keys, as they are now, for the services of this process.</summary>
internal sealed class PlayerEpochs(FairnessState state) : IPlayerEpochs
{
    /// <inheritdoc/>
    public ValueTask<long> OfAsync(string playerId)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        return new(state.Revocations.Of(IdHash.Of(id[..Encoding.ASCII.GetBytes(playerId, id)])));
    }

    /// <inheritdoc/>
    public ValueTask<long> NewestAsync(string playerId) => OfAsync(playerId);
}
