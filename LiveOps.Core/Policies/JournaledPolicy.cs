using System.Buffers.Binary;

namespace LiveOps.Core.Policies;

/// <summary>
/// A document as part of a state that the journal makes durable. What holds is the file's, as long as there is one; else the version in force at the
/// moment asked for; else the base, which came in the ways of former versions, or is the one built in. A replay gives the same.
/// </summary>
/// <typeparam name="T">The parsed policy; immutable.</typeparam>
/// <param name="parse">Parses what was taken once; called by any thread.</param>
public sealed class JournaledPolicy<T>(Func<byte[], T> parse) where T : class
{
    private readonly PolicyLedger _ledger = new();
    private byte[] _base = [], _file = [];
    private long _now = long.MinValue;
    private volatile PolicyView<T> _view = new(null);

    /// <summary>Versions and their texts.</summary>
    public PolicyLedger Ledger => _ledger;

    /// <summary>What holds when; see <see cref="At"/>.</summary>
    public PolicyView<T> View => _view;

    /// <summary>The base's JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> BaseJson => Volatile.Read(ref _base);

    /// <summary>The file's JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> FileJson => Volatile.Read(ref _file);

    /// <summary>The time of the latest change.</summary>
    public long Latest => Volatile.Read(ref _now);

    /// <summary>The policy for what was accepted at a moment; null while there is none. Without a lock, and without parsing but the first time.</summary>
    public T? At(long time) => _view.At(time, out PolicyView<T>.Slot? missing) ?? (missing is null ? null : Parse(missing));

    /// <summary>When, after a moment, another version comes into force by itself; <see cref="long.MaxValue"/> for never.</summary>
    public long NextAfter(long time) => _view.NextAfter(time);

    /// <summary>Puts another base in force.</summary>
    public void SetBase(byte[] json)
    {
        T policy = parse(json);
        Volatile.Write(ref _base, json);
        _view = _view.With(policy, _view.File);
    }

    /// <summary>Parses all anew: what they are parsed with has changed.</summary>
    public void ParseAgain() => _view = Fresh();

    /// <summary>Does what a <see cref="PolicyCommand"/> says.</summary>
    /// <param name="command">The command.</param>
    /// <param name="applied">Up to when anything was applied already: Unix ticks.</param>
    /// <param name="time">When the command was given, where it says so; else <paramref name="applied"/>.</param>
    /// <returns>For a change, the <see cref="PolicyVersion"/> as it was written, or null when it was decided by another revision.</returns>
    /// <exception cref="InvalidDataException">Of a version that is not known.</exception>
    public object? Execute(ReadOnlySpan<byte> command, long applied, out long time)
    {
        time = applied;
        switch (PolicyCommand.KindOf(ref command))
        {
            case PolicyCommand.Kind.Write:
                PolicyWrite write = PolicyCommand.ReadWrite(command);
                if (write.Packed is not null)
                    _ = parse(PolicyText.Unpack(write.Packed)); // may throw: before any effect
                PolicyVersion? written = _ledger.TryTake(write, applied);
                if (written is null)
                    return null;
                // What is made for now is in force once the command is done; what is to come waits for its time.
                time = written.EffectiveAt <= Math.Max(applied == long.MaxValue ? applied : applied + 1, written.MadeAt) ? written.EffectiveAt : Math.Max(applied, written.MadeAt);
                Volatile.Write(ref _now, Math.Max(_now, time));
                _view = _view.With(_ledger.History, _now);
                return written;
            case PolicyCommand.Kind.File:
                byte[] json = command.ToArray();
                T? policy = json.Length == 0 ? null : parse(json);
                Volatile.Write(ref _file, json);
                _view = _view.With(Based(_base), policy);
                return null;
            default:
                time = Math.Max(applied, BinaryPrimitives.ReadInt64LittleEndian(command));
                return null;
        }
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        PolicyFormat.WriteBytes(writer, _base);
        PolicyFormat.WriteBytes(writer, _file);
        writer.Write(_now);
        _ledger.Save(writer);
    }

    /// <summary>Replaces all of it with what <see cref="Save"/> wrote; call <see cref="ParseAgain"/> once all that parsing needs is loaded.</summary>
    public void Load(BinaryReader reader)
    {
        _base = PolicyFormat.ReadBytes(reader);
        _file = PolicyFormat.ReadBytes(reader);
        _now = reader.ReadInt64();
        _ledger.Load(reader);
        _view = Fresh();
    }

    /// <summary>Replaces all of it with a base alone, as former snapshots have it.</summary>
    public void LoadFormer(byte[] json)
    {
        (_base, _file) = (json, []);
        _view = Fresh();
    }

    private PolicyView<T> Fresh() => new PolicyView<T>(Based(_base), Based(_file)).With(_ledger.History, _now);

    private T? Based(byte[] json) => json.Length == 0 ? null : parse(json);

    private T Parse(PolicyView<T>.Slot slot) => slot.Policy ??= parse(PolicyText.Unpack(
        _ledger.Text(slot.Version.Number) ?? throw new InvalidOperationException($"version {slot.Version.Number} has no text")));
}
