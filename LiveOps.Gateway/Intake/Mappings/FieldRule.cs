namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>Where a member of an event comes from: the words of the mappings that <c>liveops import</c> takes.</summary>
/// <param name="From">Fields of the row, the first that is there.</param>
/// <param name="Value">Always this, whatever the row has.</param>
/// <param name="Default">This, when the row has none.</param>
/// <param name="Time">How a time is written.</param>
/// <param name="Times">A number is multiplied by this first: scores are whole numbers.</param>
/// <param name="Replace">Texts that mean others, such as names of boards.</param>
internal sealed record FieldRule(IReadOnlyList<string> From, string? Value, string? Default, TimeShape Time, decimal Times, IReadOnlyDictionary<string, string>? Replace)
{
    /// <summary>The member's text in a row; null when it has none.</summary>
    public string? In(Func<string, string?> row)
    {
        string? text = Value ?? Found(row) ?? Default;
        return text is not null && Replace is not null && Replace.TryGetValue(text, out string? other) ? other : text;
    }

    /// <summary>What the row itself says of it; null for nothing.</summary>
    public string? Found(Func<string, string?> row) => From.Select(row).FirstOrDefault(one => !string.IsNullOrWhiteSpace(one))?.Trim();
}
