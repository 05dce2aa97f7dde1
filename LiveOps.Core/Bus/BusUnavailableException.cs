namespace LiveOps.Core.Bus;

/// <summary>The bus cannot take a message now. Whoever sent it gets a 503 and may try again.</summary>
public sealed class BusUnavailableException : Exception
{
    /// <summary>With the reason.</summary>
    public BusUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>Whether the message may have been taken all the same: no answer came. Consumers apply an event once, however often it comes.</summary>
    public bool MayBePublished { get; init; }
}
