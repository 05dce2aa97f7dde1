using Azure.Messaging.ServiceBus;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>The texts of dead letters: one line, and no longer than the service takes.</summary>
internal static class DeadLetterText
{
    // The service takes 4,096 characters.
    private const int MaxLength = 1024;

    public static string OneLine(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxLength ? line : line[..MaxLength];
    }

    /// <summary>Reason and description in one.</summary>
    public static string Reason(ServiceBusReceivedMessage letter) =>
        OneLine(string.Join(": ", new[] { letter.DeadLetterReason, letter.DeadLetterErrorDescription }.Where(text => !string.IsNullOrEmpty(text))));
}
