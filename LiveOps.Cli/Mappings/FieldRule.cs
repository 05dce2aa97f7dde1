namespace LiveOps.Cli.Mappings;

/// <summary>Where a member of an event comes from.</summary>
/// <param name="From">Fields of the row, the first that is there.</param>
/// <param name="Value">Always this, whatever the row has.</param>
/// <param name="Default">This, when the row has none.</param>
/// <param name="Format">Of a time: <c>rfc3339</c>, <c>unix</c>, <c>unix-ms</c>, or a format of .NET, such as <c>yyyy-MM-dd HH:mm:ss</c>, in UTC.</param>
/// <param name="Times">A number is multiplied by this first: scores are whole numbers.</param>
/// <param name="Replace">Texts that mean others, such as names of boards.</param>
internal sealed record FieldRule(
    IReadOnlyList<string> From, string? Value = null, string? Default = null, string? Format = null, decimal Times = 1, IReadOnlyDictionary<string, string>? Replace = null)
{
    /// <summary>A rule that takes the first of these fields.</summary>
    public static FieldRule Of(params string[] from) => new(from);

    /// <summary>A rule that says the same of every row.</summary>
    public static FieldRule Always(string value) => new([], value);
}
