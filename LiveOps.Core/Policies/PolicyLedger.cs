namespace LiveOps.Core.Policies;

/// <summary>
/// A document's versions with their texts in memory, for a state that the journal makes durable: what it does depends on what it was given, in
/// order, and on nothing else. One thread changes it; any reads.
/// </summary>
public sealed class PolicyLedger
{
    private readonly Dictionary<int, byte[]> _texts = [];
    private volatile PolicyHistory _history = PolicyHistory.Empty;

    /// <summary>The versions.</summary>
    public PolicyHistory History => _history;

    /// <summary>A version's text, packed; null for none.</summary>
    public byte[]? Text(int number)
    {
        lock (_texts)
            return _texts.GetValueOrDefault(number);
    }

    /// <summary>Takes a change; null when it was decided by another revision.</summary>
    /// <param name="write">The change.</param>
    /// <param name="applied">Up to when, in Unix ticks, anything was applied already: a version that is made comes into force after it.</param>
    public PolicyVersion? TryTake(PolicyWrite write, long applied)
    {
        PolicyHistory history = _history;
        if (write.Expected != history.Revision)
            return null;
        PolicyVersion changed = write.Changed;
        if (write.Packed is not null)
            changed = changed with { EffectiveAt = Math.Max(changed.EffectiveAt, applied == long.MinValue ? applied : applied + 1) };
        lock (_texts)
        {
            if (write.Packed is not null)
                _texts[changed.Number] = write.Packed;
            foreach (int number in write.Forgotten)
                _texts.Remove(number);
        }

        _history = history.With([changed], write.Forgotten, changed.Revision);
        return changed;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_history.Revision);
        writer.Write(_history.Versions.Length);
        foreach (PolicyVersion version in _history.Versions)
        {
            PolicyFormat.Write(writer, version);
            PolicyFormat.WriteBytes(writer, _texts[version.Number]);
        }
    }

    /// <summary>Replaces all of it with what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Load(BinaryReader reader)
    {
        long revision = reader.ReadInt64();
        var versions = new List<PolicyVersion>();
        lock (_texts)
        {
            _texts.Clear();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                PolicyVersion version = PolicyFormat.Read(reader);
                versions.Add(version);
                _texts.Add(version.Number, PolicyFormat.ReadBytes(reader));
            }
        }

        _history = PolicyHistory.Empty.With(versions, [], revision);
    }
}
