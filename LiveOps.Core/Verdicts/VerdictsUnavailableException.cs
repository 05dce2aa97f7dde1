namespace LiveOps.Core.Verdicts;

/// <summary>Fairness did not answer in time, or not at all.</summary>
public sealed class VerdictsUnavailableException : Exception
{
    /// <summary>With the reason.</summary>
    public VerdictsUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
