using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveOps.Progression.Players;

/// <summary>What is known of one player: 64 bytes, and their lists.</summary>
internal struct Player
{
    /// <summary>The most XP a player can have, 2^53: there it stays, so it neither overflows nor loses exactness in JSON.</summary>
    public const long MaxXp = 1L << 53;

    /// <summary>The most of an item, or kills, that are counted; a counter goes as far below 0, too.</summary>
    public const long MaxCount = 1L << 53;

    public long Xp;

    /// <summary>When the newest of their events was accepted, in ticks of 100 ns since 1970.</summary>
    public long UpdatedAt;

    /// <summary>From 1; follows from the XP, kept so that a read needs no search.</summary>
    public int Level;

    /// <summary>Under which rules the player was last judged for rewards.</summary>
    public int JudgedUnder;

    /// <summary>Kills of all bosses together.</summary>
    public int Kills;

    public ShortList Bosses;
    public ShortList Items;
    public ShortList Counters;
    public ShortList Rewards;
}

/// <summary>How many of a boss or item, or what a counter has come to. Packed: 12 bytes instead of 16.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct Tally
{
    public int Name;
    public long Count;
}

/// <summary>A reward that was granted, and its claim or <see cref="Unclaimed"/>.</summary>
internal struct Grant
{
    public const int Unclaimed = -1;

    public int Reward;
    public int Claim;

    /// <summary>Ticks of 100 ns since 1970: when the event that granted it was accepted.</summary>
    public long At;
}

/// <summary>A claim, with all that writes its receipt again: 96 bytes.</summary>
internal struct Claim
{
    /// <summary>The receipt's <c>jti</c>.</summary>
    public UInt128 Id;

    /// <summary>Ticks of 100 ns since 1970.</summary>
    public long At;

    /// <summary>The number of the <c>kid</c>.</summary>
    public int Key;

    /// <summary>How many bytes of the signature there are.</summary>
    public byte SignatureLength;

    public Signature Signature;
}

/// <summary>Room for the longest signature there is: 32 bytes of HMAC-SHA256, 64 of ECDSA.</summary>
[InlineArray(64)]
internal struct Signature
{
    private byte _first;
}
