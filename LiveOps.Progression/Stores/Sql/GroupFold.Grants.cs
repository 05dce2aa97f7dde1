using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Progression.Grants;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Sql;

/// <content>What operators grant, folded by the same rules. Who has no row is not loaded, and is nobody.</content>
internal sealed partial class GroupFold
{
    /// <summary>Collects players.</summary>
    public void BeginGrants(IReadOnlyList<string> players)
    {
        Clear();
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        foreach (string player in players)
            Add(id[..Encoding.ASCII.GetBytes(player, id)]);
        Settle();
    }

    /// <summary>The number of a player who was collected; -1 where there is no such player.</summary>
    public int FindLoaded(string player)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        int number = Players.Ids.Find(id[..Encoding.ASCII.GetBytes(player, id)]);
        return _touched[number].IsLoaded && Players[number].UpdatedAt > 0 ? number : -1;
    }

    /// <summary>Grants something to a player, and says what the audit has of it; see <see cref="GrantFold.Apply"/>.</summary>
    public (long[]? Applied, GrantChange? Change) GiveAudited(int number, GrantContent grant, long at)
    {
        string before = GrantAudit.Before(Players, _book, number, grant);
        long[]? applied = Give(number, grant, at);
        return (applied, new GrantChange(before, GrantAudit.After(Players, _book, number, grant, applied)));
    }

    /// <summary>Grants something to a player; see <see cref="GrantFold.Apply"/>.</summary>
    public long[]? Give(int number, GrantContent grant, long at)
    {
        _touched[number].IsChanged = true;
        _touched[number].ItemsChanged |= grant.Items.Count > 0;
        _touched[number].CountersChanged |= grant.Counters.Count > 0;
        return GrantFold.Apply(Players, _book, Edition, number, grant, at);
    }
}
