using LiveOps.Core.Ids;

namespace LiveOps.Progression.Players;

/// <summary>
/// The names of bosses, items or rewards as numbers, each with how many players (and rules) use it: a name that nobody uses any more is
/// forgotten, so that names sent in bad faith go when their player is erased.
/// </summary>
internal sealed class NameTable
{
    private readonly IdTable _ids = new();
    private int[] _uses = new int[16];

    /// <summary>How many names there are.</summary>
    public int Count => _ids.Count;

    /// <summary>About how many bytes of memory they take.</summary>
    public long Bytes => _ids.Bytes;

    /// <summary>One more than the largest number.</summary>
    public int End => _ids.End;

    /// <summary>The name's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _ids.Find(name);

    public bool IsUsed(int number) => _ids.IsUsed(number);

    public ReadOnlySpan<byte> Utf8(int number) => _ids.Utf8(number);

    public string Text(int number) => _ids.Text(number);

    /// <summary>The name's number, with one more use; -1 when it would be a new one past the limit.</summary>
    public int Use(ReadOnlySpan<byte> name, int limit = int.MaxValue)
    {
        if (_ids.Count >= limit)
        {
            int known = _ids.Find(name);
            if (known >= 0)
                UseAgain(known);
            return known;
        }

        int number = _ids.GetOrAdd(name, out _);
        if (number >= _uses.Length)
            Array.Resize(ref _uses, _uses.Length * 2);
        _uses[number]++;
        return number;
    }

    /// <summary>One use more of a name in use.</summary>
    public void UseAgain(int number) => _uses[number]++;

    /// <summary>One use less.</summary>
    public void Release(int number)
    {
        if (--_uses[number] == 0)
        {
            Span<byte> name = stackalloc byte[byte.MaxValue];
            ReadOnlySpan<byte> kept = _ids.Utf8(number);
            kept.CopyTo(name);
            _ids.Remove(name[..kept.Length]); // a copy, because removing wipes what is kept
        }
    }
}
