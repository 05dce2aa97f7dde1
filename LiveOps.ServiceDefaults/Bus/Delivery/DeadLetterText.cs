namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>The texts of dead letters: one line, and no longer than any bus takes.</summary>
internal static class DeadLetterText
{
    // Service Bus takes 4,096 characters.
    private const int MaxLength = 1024;

    public static string OneLine(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxLength ? line : line[..MaxLength];
    }
}
