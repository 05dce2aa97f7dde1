namespace LiveOps.Progression.Notes;

/// <summary>What an operator wrote down about a player: immutable.</summary>
/// <param name="Id">The service's, an id.</param>
/// <param name="At">When: ticks of 100 ns since 1970.</param>
/// <param name="By">Who.</param>
/// <param name="Text">What.</param>
internal sealed record Note(string Id, long At, string By, string Text)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxText = 1_000;

    /// <summary>The most notes about one player.</summary>
    public const int MostOfPlayer = 100;

    /// <summary>How many notes an embedded system keeps of all players together: what is in memory has an end.</summary>
    public const int MostInMemory = 100_000;
}
