namespace LiveOps.Client.Calls;

/// <summary>A call was refused, or there was no answer that could be read, after as many tries as were allowed.</summary>
public sealed class LiveOpsException : Exception
{
    internal LiveOpsException(Problem problem, Exception? inner = null) : base(problem.ToString(), inner) => Problem = problem;

    /// <summary>Why.</summary>
    public Problem Problem { get; }
}
