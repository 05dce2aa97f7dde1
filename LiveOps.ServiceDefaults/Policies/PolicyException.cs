namespace LiveOps.ServiceDefaults.Policies;

/// <summary>A policy is wrong; the message says where and why.</summary>
public sealed class PolicyException : Exception
{
    /// <param name="message">One sentence for the person who edits the file.</param>
    /// <param name="line">The line it is about, from 1; 0 when it is about the whole.</param>
    public PolicyException(string message, int line = 0) : base(line > 0 ? $"line {line}: {message}" : message)
    {
    }
}
