namespace LiveOps.ServiceDefaults.Exports.Targets;

/// <summary>Where exports go, something cannot be read or written; the sentence says what, and holds no secret.</summary>
public sealed class ExportException : Exception
{
    /// <param name="message">One sentence.</param>
    /// <param name="inner">What went wrong beneath, if anything.</param>
    public ExportException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
