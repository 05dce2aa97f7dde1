using LiveOps.Progression.Grants;
using LiveOps.Progression.Players;

namespace LiveOps.Progression.State;

/// <summary>
/// What operators have granted to whom, by the hash of the player's id: 24 bytes a grant and 40 a player who has any. What many players were granted at once is kept once. Not thread-safe.
/// </summary>
internal sealed class GivenGrants
{
    private readonly Dictionary<UInt128, ShortList> _players = [];
    private readonly ShortLists<Given> _lists = new();
    private readonly List<(GrantContent? Grant, int Uses)> _contents = [];
    private readonly Stack<int> _free = [];

    /// <summary>A grant that a player was given.</summary>
    internal struct Given
    {
        /// <summary>The number of what was granted.</summary>
        public int Content;

        /// <summary>When: Unix ticks.</summary>
        public long At;

        /// <summary>See <see cref="GrantFold.Apply"/>.</summary>
        public long[]? Applied;
    }

    /// <summary>What was granted under a number.</summary>
    public GrantContent this[int content] => _contents[content].Grant!;

    /// <summary>The grants of a player, oldest first; valid until the next change.</summary>
    public ReadOnlySpan<Given> Of(UInt128 player) => _players.TryGetValue(player, out ShortList list) ? _lists.Of(list) : default;

    /// <summary>A number for what is granted, with one use; the same again for every player of a job.</summary>
    public int Use(GrantContent grant)
    {
        if (_free.TryPop(out int number))
        {
            _contents[number] = (grant, 1);
            return number;
        }

        _contents.Add((grant, 1));
        return _contents.Count - 1;
    }

    /// <summary>One use less.</summary>
    public void Release(int content)
    {
        (GrantContent? grant, int uses) = _contents[content];
        _contents[content] = uses == 1 ? default : (grant, uses - 1);
        if (uses == 1)
            _free.Push(content);
    }

    /// <summary>Keeps a grant, which is one use more of its content.</summary>
    public void Add(UInt128 player, in Given given)
    {
        ShortList list = _players.GetValueOrDefault(player);
        _lists.Add(ref list, given);
        _players[player] = list;
        (GrantContent? grant, int uses) = _contents[given.Content];
        _contents[given.Content] = (grant, uses + 1);
    }

    /// <summary>Forgets the grants of a player.</summary>
    public void Remove(UInt128 player)
    {
        if (!_players.Remove(player, out ShortList list))
            return;
        foreach (Given given in _lists.Of(list))
            Release(given.Content);
        _lists.Clear(ref list);
    }

    /// <summary>Writes all; numbers stay as they are.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_contents.Count);
        foreach ((GrantContent? grant, _) in _contents)
        {
            writer.Write(grant is not null);
            if (grant is not null)
                GrantCommand.Write(writer, grant);
        }

        writer.Write(_players.Count);
        foreach ((UInt128 player, ShortList list) in _players)
        {
            writer.Write(player);
            writer.Write7BitEncodedInt(list.Count);
            foreach (Given given in _lists.Of(list))
            {
                writer.Write7BitEncodedInt(given.Content);
                writer.Write(given.At);
                writer.Write7BitEncodedInt(given.Applied?.Length ?? 0);
                foreach (long amount in given.Applied ?? [])
                    writer.Write7BitEncodedInt64(amount);
            }
        }
    }

    /// <summary>Reads into an empty one. Jobs that use contents say so afterwards; then <see cref="Settle"/>.</summary>
    public void Load(BinaryReader reader)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
            _contents.Add((reader.ReadBoolean() ? GrantCommand.ReadContent(reader) : null, 0));
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            UInt128 player = reader.ReadUInt128();
            for (int grants = reader.Read7BitEncodedInt(); grants > 0; grants--)
            {
                var given = new Given { Content = reader.Read7BitEncodedInt(), At = reader.ReadInt64() };
                if (reader.Read7BitEncodedInt() is > 0 and var amounts)
                    given.Applied = [.. Enumerable.Range(0, amounts).Select(_ => reader.Read7BitEncodedInt64())];
                Add(player, given);
            }
        }
    }

    /// <summary>One use more, of a job that was loaded.</summary>
    public void UseAgain(int content) => _contents[content] = (_contents[content].Grant, _contents[content].Uses + 1);

    /// <summary>Frees the numbers that nobody uses.</summary>
    public void Settle()
    {
        for (int number = 0; number < _contents.Count; number++)
        {
            if (_contents[number].Uses == 0)
            {
                _contents[number] = default;
                _free.Push(number);
            }
        }
    }
}
