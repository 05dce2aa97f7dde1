namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>What a program was to do failed, for a reason outside of it that a sentence says: it ends with that, and not with a stack trace.</summary>
public sealed class ProgramFailedException : Exception
{
    /// <param name="message">The sentence; it holds no secret.</param>
    /// <param name="inner">What went wrong beneath.</param>
    public ProgramFailedException(string message, Exception inner) : base(message, inner)
    {
    }
}
