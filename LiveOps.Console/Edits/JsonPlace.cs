namespace LiveOps.Console.Edits;

/// <summary>Where a value stands in a text, in bytes.</summary>
/// <param name="Name">Where its name begins; -1 of what has none.</param>
/// <param name="Before">Where the member before it ends; -1 of the first.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Last">Of an object where its last member begins, with its name, and ends; -1 of an empty one.</param>
internal readonly record struct JsonPlace(int Name, int Before, int Start, int End, (int Name, int End) Last)
{
    /// <summary>Of what has no members.</summary>
    public static readonly (int Name, int End) NoMember = (-1, -1);
}
