using LiveOps.Progression.Players;

namespace LiveOps.Progression.Rules;

/// <summary>A <see cref="RewardRule"/> in the numbers of one <see cref="PlayerTable"/>.</summary>
internal sealed class CompiledReward
{
    public required byte[] Before { get; init; }

    public required byte[] After { get; init; }

    public required int Level { get; init; }

    public required int Kills { get; init; }

    public required long KillsOfEach { get; init; }

    public required (int Boss, long Count)[] KillsOf { get; init; }

    public required (int Item, long Count)[] Items { get; init; }

    public required (int Counter, long Count)[] Counters { get; init; }

    public bool IsPerBoss => KillsOfEach > 0;

    /// <summary>
    /// Whether the one condition counts the kills of one boss. Kills rise by one, so such a reward is granted exactly at the count, and
    /// a kill beside it need not look the reward up.
    /// </summary>
    public bool IsKillCountAlone => Level == 0 && Kills == 0 && Items.Length == 0 && Counters.Length == 0 && KillsOf.Length + (IsPerBoss ? 1 : 0) == 1;

    /// <summary>Whether the one condition counts the kills of all bosses together, which rise by one too.</summary>
    public bool IsTotalKillsAlone => Level == 0 && Kills > 0 && Items.Length == 0 && Counters.Length == 0 && KillsOf.Length == 0 && !IsPerBoss;

    /// <summary>Whether the one condition counts one item: such a reward is granted when the count is first reached, and need not be looked up when there is more.</summary>
    public bool IsItemCountAlone => Level == 0 && Kills == 0 && KillsOf.Length == 0 && !IsPerBoss && Counters.Length == 0 && Items.Length == 1;

    /// <summary>Whether the one condition is about one counter, which is looked up when the count is passed on the way up.</summary>
    public bool IsCounterAlone => Level == 0 && Kills == 0 && KillsOf.Length == 0 && !IsPerBoss && Items.Length == 0 && Counters.Length == 1;

    /// <summary>Whether a player meets every condition; <paramref name="boss"/> is the tally of the boss a per-boss reward is about.</summary>
    public bool IsMet(PlayerTable players, in Player player, Tally boss)
    {
        if (player.Level < Level || player.Kills < Kills || boss.Count < KillsOfEach)
            return false;
        foreach ((int name, long count) in KillsOf)
        {
            if (players.CountOf(player.Bosses, name) < count)
                return false;
        }

        foreach ((int name, long count) in Items)
        {
            if (players.CountOf(player.Items, name) < count)
                return false;
        }

        foreach ((int name, long count) in Counters)
        {
            if (players.CountOf(player.Counters, name) < count)
                return false;
        }

        return true;
    }
}
