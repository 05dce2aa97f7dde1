namespace LiveOps.Core.Policies;

/// <summary>One version of a document, without its text. Times are <see cref="Windows.UnixTicks"/>.</summary>
/// <param name="Number">From 1, one higher for each that was made.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="EffectiveAt">From when on it is in force, until another is.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Reason">Why, as they said.</param>
/// <param name="Size">How many bytes its text is kept in; see <see cref="PolicyText"/>.</param>
/// <param name="Restores">The version whose text it brings back, 0 for the one built in; null for none.</param>
public sealed record PolicyVersion(int Number, long MadeAt, long EffectiveAt, string Author, string Reason, int Size, int? Restores = null)
{
    /// <summary>The longest author, in characters.</summary>
    public const int MaxAuthor = 64;

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 500;

    /// <summary>What is kept of a version that brings the one built in back.</summary>
    public const int KeptBuiltIn = -1;

    /// <summary>What a document is before its first version: the one built in. No history holds it, and everybody can read it and bring it back.</summary>
    public static readonly PolicyVersion BuiltIn = new(0, 0, 0, "liveops", "built in", 0);

    /// <summary><see cref="Restores"/> as it is kept: 0 for none, as it always was, and <see cref="KeptBuiltIn"/> for the version built in.</summary>
    public int KeptRestores => Restores switch { null => 0, 0 => KeptBuiltIn, { } number => number };

    /// <summary>The document's revision that this version was written, or last changed, with.</summary>
    public long Revision { get; init; }

    /// <summary>Whether it was called off before it came into force: it never will.</summary>
    public bool IsCalledOff { get; init; }

    /// <summary>What <see cref="KeptRestores"/> was made of.</summary>
    public static int? RestoresOf(int kept) => kept switch { 0 => null, KeptBuiltIn => 0, _ => kept };
}
