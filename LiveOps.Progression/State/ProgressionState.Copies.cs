using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>Copies of players, for who tries other rules on them: a few at a time, so that the lock is held no longer than for applying as many events.</summary>
internal sealed partial class ProgressionState
{
    private const int CopiedAtOnce = 64;

    /// <summary>The rules in force at a moment.</summary>
    public ProgressionRules RulesAt(long time) => Document.At(time) ?? _builtIn;

    /// <summary>Copies some players.</summary>
    /// <param name="from">Where to begin: 0, or what the call before answered.</param>
    /// <param name="copies">Gets them.</param>
    /// <returns>Where to go on; -1 at the end.</returns>
    public int Copy(int from, List<TriedPlayer> copies)
    {
        lock (_gate)
        {
            int number = from, end = Math.Min(_players.Ids.End, from + CopiedAtOnce);
            for (; number < end; number++)
            {
                if (_players.Ids.IsUsed(number))
                    copies.Add(Copy(number));
            }

            return end == _players.Ids.End ? -1 : end;
        }
    }

    private TriedPlayer Copy(int number)
    {
        Player player = _players[number];
        return new TriedPlayer(
            _players.Ids.Text(number), player.Xp, player.Kills, Copy(player.Bosses, _players.BossNames), Copy(player.Items, _players.ItemNames),
            Copy(player.Counters, _players.CounterNames),
            Array.ConvertAll(_players.Grants.Of(player.Rewards).ToArray(), grant => _players.RewardNames.Text(grant.Reward)));
    }

    private (string, long)[] Copy(ShortList list, NameTable names) => Array.ConvertAll(_players.Tallies.Of(list).ToArray(), tally => (names.Text(tally.Name), tally.Count));
}
