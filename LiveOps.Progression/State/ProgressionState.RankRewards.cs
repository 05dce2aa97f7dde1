using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Rewards;

namespace LiveOps.Progression.State;

/// <summary>What players earned by their rank.</summary>
internal sealed partial class ProgressionState
{
    private void ApplyRewards(ReadOnlySpan<byte> payload)
    {
        if (!RankRewards.TryRead(payload, out RankRewards said))
            throw new InvalidDataException("rewards by rank of a version that this program cannot read");
        byte[] reward = Encoding.ASCII.GetBytes(said.Reward);
        lock (_gate)
            _books.Begin(said.At);
        foreach (RewardedPlayer[] some in said.Players.Chunk(Prefetch.Most))
        {
            lock (_gate)
            {
                foreach (RewardedPlayer player in some)
                    Reward(player, reward, said.At);
            }
        }

        lock (_gate)
            _books.End();
    }

    private void Reward(in RewardedPlayer player, byte[] reward, long at)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        id = id[..Encoding.ASCII.GetBytes(player.PlayerId, id)];
        if (_erasures.Count > 0 && _erasures.Covers(IdHash.Of(id), player.ReachedAt))
            return;
        RankRewardFold.Apply(_players, _books.Judging, _books.JudgingEdition, _players.GetOrAdd(id), reward, at);
    }
}
