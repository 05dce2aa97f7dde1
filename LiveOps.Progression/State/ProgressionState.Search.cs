using LiveOps.Progression.Players;

namespace LiveOps.Progression.State;

/// <summary>Players by how their ids begin.</summary>
internal sealed partial class ProgressionState
{
    // Some ten microseconds: ids lie one behind the other.
    private const int LookedAtOnce = 1_024;

    /// <summary>The first players, in order of their ids; whoever comes or goes meanwhile may be among them or not.</summary>
    /// <param name="prefix">How their ids begin; empty for all.</param>
    /// <param name="after">Behind which id; empty for none.</param>
    /// <param name="most">How many at most.</param>
    public List<FoundPlayer> Search(byte[] prefix, byte[] after, int most)
    {
        var first = new FirstIds(prefix, after, most);
        for (int at = 0; at >= 0;)
            at = Look(at, first);
        var found = new List<FoundPlayer>(most);
        lock (_gate)
        {
            foreach (byte[] id in first.InOrder())
            {
                int number = _players.Ids.Find(id);
                if (number >= 0)
                    found.Add(new FoundPlayer(_players.Ids.Text(number), _players[number].Xp, _players[number].UpdatedAt));
            }
        }

        return found;
    }

    private int Look(int from, FirstIds first)
    {
        lock (_gate)
        {
            int end = Math.Min(_players.Ids.End, from + LookedAtOnce);
            for (int number = from; number < end; number++)
            {
                if (_players.Ids.IsUsed(number))
                    first.Look(_players.Ids.Utf8(number));
            }

            return end == _players.Ids.End ? -1 : end;
        }
    }
}
