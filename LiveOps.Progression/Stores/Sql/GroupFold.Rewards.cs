using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Rewards;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Sql;

/// <content>What players earned by their rank, folded by the same rules.</content>
internal sealed partial class GroupFold
{
    /// <summary>Collects the players.</summary>
    public void BeginRewards(RankRewards rewards)
    {
        Clear();
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        foreach (RewardedPlayer player in rewards.Players)
            Add(id[..Encoding.ASCII.GetBytes(player.PlayerId, id)]);
        Settle();
    }

    /// <summary>Grants each the reward, once they are loaded; whoever was erased since they earned it has none.</summary>
    public void Reward(RankRewards rewards)
    {
        byte[] reward = Encoding.ASCII.GetBytes(rewards.Reward);
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        foreach (RewardedPlayer player in rewards.Players)
        {
            int number = Players.Ids.Find(id[..Encoding.ASCII.GetBytes(player.PlayerId, id)]);
            ref Touched touched = ref _touched[number];
            if (player.ReachedAt > touched.ErasedUntil)
                touched.IsChanged |= RankRewardFold.Apply(Players, _book, Edition, number, reward, rewards.At);
        }
    }
}
