using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores.Sql;

/// <content>
/// What it knows of players from groups before: as they were written in a transaction that is known to be committed, under a version that no other write has. Such players are neither
/// locked nor read; their rows are written only where they still have that version, so knowledge that is old writes nothing, and the transaction fails and runs again. Then, as after any
/// transaction of which it is not known that it was committed, its players are read anew. Every id that is new has its player written, so nothing is decided by what is old.
/// </content>
internal sealed partial class GroupFold
{
    /// <summary>How many players are known at the most, but for one group.</summary>
    public const int MostKnown = 100_000;

    // With a hundred names each 100,000 players take about as much.
    private const long MostBytes = 128 << 20;

    private readonly Doubt _doubt;
    private bool _isCommitted, _hadKnown;

    /// <summary>What the rows that this group writes have as their version: a new one for each attempt, by chance, so that it does not come again where a backup was restored.</summary>
    public long Version { get; private set; }

    /// <summary>Whether it knows too much, and another should take its place.</summary>
    public bool IsWorn => Players.Ids.Count > MostKnown || Players.Bytes > MostBytes;

    /// <summary>The group's transaction is known to be committed.</summary>
    public void Keep() => _isCommitted = true;

    /// <summary>The group's transaction is rolled back for another reason than what is known of players.</summary>
    public void Leave() => _hadKnown = false;

    /// <summary>Forgets a player.</summary>
    public void Forget(ReadOnlySpan<byte> playerId)
    {
        Clear();
        int number = Players.Ids.Find(playerId);
        if (number >= 0)
            Remove(number);
    }

    // A player of the group: known, or as nobody is until they are loaded.
    private void Recall(int number)
    {
        ref Touched touched = ref _touched[number];
        if (touched.Version != 0 && _doubt.IsLeft)
        {
            Players.Reset(number);
            touched.Version = 0;
        }

        bool isKnown = touched.Version != 0;
        _hadKnown |= isKnown;
        touched = new Touched
        {
            IsInGroup = true,
            IsLoaded = isKnown,
            Version = touched.Version,
            ErasedUntil = isKnown ? touched.ErasedUntil : long.MinValue,
            RewardsBefore = Players[number].Rewards.Count,
        };
    }

    // Ends the group before: those that it wrote are known now, if it was committed; else nobody of it is.
    private void Clear()
    {
        if (_numbers.Count > 0)
            _doubt.End(_isCommitted, _hadKnown);
        foreach (int number in _numbers)
        {
            ref Touched touched = ref _touched[number];
            if (touched.IsChanged)
                touched.Version = Version;
            touched.IsInGroup = false;
            if (!_isCommitted || touched.Version == 0)
                Remove(number);
        }

        _numbers.Clear();
        _ids.Clear();
        _new.Clear();
        (_isCommitted, _hadKnown, _areNew, _distinct) = (false, false, false, 0);
        Span<byte> version = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(version);
        Version = MemoryMarshal.Read<long>(version) | 1; // never 0
    }

    private void Remove(int number)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        ReadOnlySpan<byte> kept = Players.Ids.Utf8(number);
        kept.CopyTo(id);
        Players.Remove(id[..kept.Length]); // a copy, because removing wipes what is kept
        _touched[number] = default;
    }
}
