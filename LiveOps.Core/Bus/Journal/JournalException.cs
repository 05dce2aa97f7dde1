namespace LiveOps.Core.Bus.Journal;

/// <summary>The journal's files cannot be used as they are. The message names the file and the place.</summary>
public sealed class JournalException : Exception
{
    /// <param name="message">What is wrong, where, and what helps.</param>
    /// <param name="inner">What went wrong beneath, if anything.</param>
    public JournalException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
