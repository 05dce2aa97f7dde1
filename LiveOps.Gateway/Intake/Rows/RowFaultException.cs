namespace LiveOps.Gateway.Intake.Rows;

/// <summary>A body cannot be read on. The message is a sentence for its sender.</summary>
internal sealed class RowFaultException(string message, bool isTooLarge = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether there is too much of it; else it is not what the source is said to send.</summary>
    public bool IsTooLarge { get; } = isTooLarge;
}
