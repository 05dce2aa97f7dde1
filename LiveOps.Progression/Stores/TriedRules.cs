using System.Text;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores;

/// <summary>
/// What other rules would make of a player, by the very code that grants rewards:
/// <list type="number">
/// <item>the player is put into a table of its own;</item>
/// <item>what the rules in force would grant at the next event is granted there: it is none of the document's doing;</item>
/// <item>what the document would grant beyond that is what it changes.</item>
/// </list>
/// </summary>
internal sealed class TriedRules(ProgressionRules now, ProgressionRules then)
{
    // Removed ids leave their bytes behind in tables of ids: now and then everything is made anew.
    private const int MostTried = 100_000;

    private PlayerTable _players = new();
    private RuleBook? _now, _then;
    private int _tried;

    /// <summary>The levels, and the rewards that would be gained.</summary>
    public (int Now, int Then, IReadOnlyList<string> Gained) Try(TriedPlayer tried)
    {
        if (_now is null || _tried++ == MostTried)
        {
            (_players, _tried) = (new PlayerTable(), 0);
            (_now, _then) = (new RuleBook(now, _players), new RuleBook(then, _players));
        }

        // 1
        byte[] id = Encoding.ASCII.GetBytes(tried.PlayerId);
        int number = Put(id, tried);
        (int before, int after) = (now.Levels.LevelAt(tried.Xp), then.Levels.LevelAt(tried.Xp));

        // 2
        _players[number].Level = before;
        RewardJudge.JudgeAll(_players, _now, number, 0);
        int had = _players[number].Rewards.Count;

        // 3
        _players[number].Level = after;
        RewardJudge.JudgeAll(_players, _then!, number, 0);
        var gained = new List<string>();
        foreach (Grant grant in _players.Grants.Of(_players[number].Rewards)[had..])
            gained.Add(_players.RewardNames.Text(grant.Reward));
        _players.Remove(id);
        return (before, after, gained);
    }

    private int Put(byte[] id, TriedPlayer tried)
    {
        int number = _players.GetOrAdd(id);
        ref Player player = ref _players[number];
        player.Xp = tried.Xp;
        player.Kills = tried.Kills;
        Put(ref player.Bosses, _players.BossNames, tried.Bosses);
        Put(ref player.Items, _players.ItemNames, tried.Items);
        Put(ref player.Counters, _players.CounterNames, tried.Counters);
        foreach (string reward in tried.Rewards)
            _players.Grants.Add(ref player.Rewards, new Grant { Reward = _players.RewardNames.Use(Encoding.ASCII.GetBytes(reward)), Claim = Grant.Unclaimed });
        return number;
    }

    private void Put(ref ShortList list, NameTable names, IReadOnlyList<(string Name, long Count)> tallies)
    {
        foreach ((string name, long count) in tallies)
            _players.Tallies.Add(ref list, new Tally { Name = names.Use(Encoding.ASCII.GetBytes(name)), Count = count });
    }
}
