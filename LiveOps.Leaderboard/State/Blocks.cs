using LiveOps.Core.Verdicts;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <summary>
/// Whom Fairness has blocked, as it says on the bus: what it says may come twice and in any order. Of each player the newest decision is kept for as long as any older
/// one could still hold.
/// </summary>
internal sealed class Blocks
{
    private readonly Dictionary<int, Block> _byPlayer = [];

    /// <summary>The players of whom something is kept.</summary>
    public IReadOnlyCollection<int> Players => _byPlayer.Keys;

    /// <summary>When something about them changes by itself next.</summary>
    /// <param name="now">The time.</param>
    public long NextDue(long now)
    {
        long next = long.MaxValue;
        foreach (Block block in _byPlayer.Values)
            next = Math.Min(next, block.Until > now ? block.Until : block.Kept);
        return next;
    }

    /// <summary>Takes note of a decision; false when a newer one is known, or none that could ever have held is.</summary>
    public bool Note(int player, in PlayerBlock said, long now)
    {
        bool known = _byPlayer.TryGetValue(player, out Block before);
        long kept = Math.Max(said.Until, known ? before.Kept : 0);
        if ((known && before.Number >= said.Number) || kept <= now)
            return false;
        _byPlayer[player] = new Block(said.Number, said.Until, kept);
        return true;
    }

    /// <summary>Until when a player is blocked; null when they are not.</summary>
    public long? Until(int player, long now) => _byPlayer.TryGetValue(player, out Block block) && block.Until > now ? block.Until : null;

    /// <summary>Forgets a player.</summary>
    public void Forget(int player) => _byPlayer.Remove(player);

    /// <summary>Forgets what could not hold any more.</summary>
    public void Sweep(long now)
    {
        foreach ((int player, Block block) in _byPlayer)
        {
            if (block.Kept <= now)
                _byPlayer.Remove(player); // removing while enumerating is allowed
        }
    }

    /// <summary>Writes all with the players' numbers in the snapshot.</summary>
    public void Save(SnapshotWriter writer, int[] numbers)
    {
        writer.Int(_byPlayer.Count);
        foreach ((int player, Block block) in _byPlayer.OrderBy(entry => entry.Key))
        {
            writer.Row(numbers[player], block.Number, block.Until);
            writer.Long(block.Kept);
        }
    }

    /// <summary>Replaces all with what <see cref="Save"/> wrote.</summary>
    public void Load(SnapshotReader reader)
    {
        _byPlayer.Clear();
        for (int left = reader.Count(); left > 0; left--)
        {
            (int player, long number, long until) = reader.Row();
            _byPlayer.Add(player, new Block(number, until, reader.Long()));
        }
    }

    private readonly record struct Block(long Number, long Until, long Kept);
}
