using System.Runtime.CompilerServices;
using LiveOps.Core.Ids;
using LiveOps.Core.Notices;

namespace LiveOps.Progression.Players;

/// <summary>Every player known, their lists, and the names in them. Not thread-safe.</summary>
internal sealed class PlayerTable
{
    private readonly PagedArray<Player> _players = new();
    private readonly PagedArray<Claim> _claims = new();
    private readonly Stack<int> _freeClaims = [];
    private int _claimsEnd;

    /// <summary>Who is told of what happens to players; null for nobody: where rules are only tried.</summary>
    public INoticeSink? Notices { get; set; }

    public IdTable Ids { get; } = new();

    public NameTable BossNames { get; } = new();

    public NameTable ItemNames { get; } = new();

    public NameTable CounterNames { get; } = new();

    public NameTable RewardNames { get; } = new();

    /// <summary>The <c>kid</c>s that receipts were signed under: few, and never forgotten.</summary>
    public NameTable KeyIds { get; } = new();

    public ShortLists<Tally> Tallies { get; } = new();

    public ShortLists<Grant> Grants { get; } = new();

    /// <summary>About how many bytes of memory all of it takes, what was removed included as far as its place is not used again.</summary>
    public long Bytes => Ids.Bytes + ((long)Ids.End * Unsafe.SizeOf<Player>()) + Tallies.Bytes + Grants.Bytes + BossNames.Bytes + ItemNames.Bytes + CounterNames.Bytes + RewardNames.Bytes;

    public ref Player this[int number] => ref _players[number];

    public ref Claim Claim(int number) => ref _claims[number];

    /// <summary>The player's number; a new player has level 1.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> playerId)
    {
        int number = Ids.GetOrAdd(playerId, out bool added);
        if (added)
        {
            _players.Reserve(number);
            _players[number] = new Player { Level = 1 };
        }

        return number;
    }

    /// <summary>Asks for what is known of a player.</summary>
    public void Prefetch(int number)
    {
        ref Player player = ref _players[number];
        Core.Ids.Prefetch.Of(in player.Xp);
        Core.Ids.Prefetch.Of(in player.Rewards); // it may lie on two lines
    }

    /// <summary>The place of a name in a list of tallies, or -1.</summary>
    public int IndexOf(ShortList list, int name)
    {
        ReadOnlySpan<Tally> tallies = Tallies.Of(list);
        for (int i = 0; i < tallies.Length; i++)
        {
            if (tallies[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>How many of a name a list counts.</summary>
    public long CountOf(ShortList list, int name)
    {
        int at = IndexOf(list, name);
        return at < 0 ? 0 : Tallies.Of(list)[at].Count;
    }

    /// <summary>The place of a reward among those granted to a player, or -1.</summary>
    public int IndexOfReward(int player, int reward)
    {
        ReadOnlySpan<Grant> grants = Grants.Of(_players[player].Rewards);
        for (int i = 0; i < grants.Length; i++)
        {
            if (grants[i].Reward == reward)
                return i;
        }

        return -1;
    }

    /// <summary>Keeps a claim; its number.</summary>
    public int AddClaim(in Claim claim)
    {
        if (!_freeClaims.TryPop(out int number))
            _claims.Reserve(number = _claimsEnd++);
        _claims[number] = claim;
        return number;
    }

    /// <summary>Forgets a player and everything that was theirs; false when there was no such player.</summary>
    public bool Remove(ReadOnlySpan<byte> playerId)
    {
        int number = Ids.Find(playerId);
        if (number < 0)
            return false;
        Reset(number);
        Ids.Remove(playerId);
        return true;
    }

    /// <summary>Forgets everything of a player but their id.</summary>
    public void Reset(int number)
    {
        ref Player player = ref _players[number];
        Release(BossNames, ref player.Bosses);
        Release(ItemNames, ref player.Items);
        Release(CounterNames, ref player.Counters);
        foreach (Grant grant in Grants.Of(player.Rewards))
        {
            RewardNames.Release(grant.Reward);
            if (grant.Claim != Grant.Unclaimed)
            {
                _claims[grant.Claim] = default;
                _freeClaims.Push(grant.Claim);
            }
        }

        Grants.Clear(ref player.Rewards);
        player = new Player { Level = 1 };
    }

    private void Release(NameTable names, ref ShortList list)
    {
        foreach (Tally tally in Tallies.Of(list))
            names.Release(tally.Name);
        Tallies.Clear(ref list);
    }
}
