namespace LiveOps.Fairness.State;

/// <summary>
/// When players' keys were revoked, on the hash of their ids alone, so that erasing is no way to make a revoked key hold again. Only the applying thread changes it; everybody reads.
/// It is kept for good: keys that were made later are derived with it, and new ones are made as long as there is the player. That is 24 bytes of a snapshot for each player who was ever
/// revoked or erased, and for nobody else.
/// </summary>
internal sealed class Revocations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, long> _epochs = [];

    /// <summary>A player's epoch: Unix milliseconds; 0 for one whose keys were never revoked.</summary>
    public long Of(UInt128 player)
    {
        lock (_gate)
            return _epochs.GetValueOrDefault(player);
    }

    /// <summary>Revokes all keys of a player that were made until now.</summary>
    /// <param name="player">The hash of the player's id.</param>
    /// <param name="now">Unix milliseconds; if another was later, one after that.</param>
    /// <returns>The new epoch.</returns>
    public long Revoke(UInt128 player, long now)
    {
        lock (_gate)
            return _epochs[player] = Math.Max(now, _epochs.GetValueOrDefault(player) + 1);
    }

    /// <summary>Writes all of them.</summary>
    public void Save(BinaryWriter writer)
    {
        lock (_gate)
        {
            writer.Write(_epochs.Count);
            foreach ((UInt128 player, long epoch) in _epochs)
            {
                writer.Write((ulong)(player >> 64));
                writer.Write((ulong)player);
                writer.Write(epoch);
            }
        }
    }

    /// <summary>Reads them.</summary>
    public void Load(BinaryReader reader)
    {
        lock (_gate)
        {
            _epochs.Clear();
            for (int left = reader.ReadInt32(); left > 0; left--)
                _epochs[new UInt128(reader.ReadUInt64(), reader.ReadUInt64())] = reader.ReadInt64();
        }
    }
}
