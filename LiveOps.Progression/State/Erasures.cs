namespace LiveOps.Progression.State;

/// <summary>
/// Which players were erased lately, as hashes, and up to when: an event accepted before that comes late and is dropped, one accepted
/// after it means that they play again. At most <see cref="Capacity"/>, 40 bytes each; past it the oldest is forgotten.
/// </summary>
internal sealed class Erasures(TimeSpan remember)
{
    public const int Capacity = 1 << 16;

    private readonly Dictionary<UInt128, long> _until = [];

    public int Count => _until.Count;

    /// <param name="player">The hash of the player's id.</param>
    /// <param name="until">Ticks of 100 ns since 1970: the newest event accepted before the erasure.</param>
    public void Add(UInt128 player, long until)
    {
        if (!_until.ContainsKey(player) && _until.Count >= Capacity)
            Forget(until - remember.Ticks);
        _until[player] = until;
    }

    /// <summary>Whether an event of the player, accepted then, is from before their erasure.</summary>
    public bool Covers(UInt128 player, long acceptedAt) => _until.TryGetValue(player, out long until) && acceptedAt <= until;

    public void Save(BinaryWriter writer)
    {
        writer.Write(_until.Count);
        foreach ((UInt128 player, long until) in _until)
        {
            writer.Write(player);
            writer.Write(until);
        }
    }

    public void Load(BinaryReader reader)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
            _until.Add(reader.ReadUInt128(), reader.ReadInt64());
    }

    private void Forget(long before)
    {
        foreach ((UInt128 player, long until) in _until)
        {
            if (until < before)
                _until.Remove(player);
        }

        if (_until.Count >= Capacity)
            _until.Remove(_until.MinBy(pair => pair.Value).Key);
    }
}
