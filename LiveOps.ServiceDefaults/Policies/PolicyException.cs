namespace LiveOps.ServiceDefaults.Policies;

/// <summary>A policy is wrong; the message says where and why.</summary>
public sealed class PolicyException : Exception
{
    /// <param name="message">One sentence for the person who edits the file.</param>
    /// <param name="line">The line it is about, from 1; 0 when it is about the whole.</param>
    /// <param name="place">What it is about: a JSON pointer.</param>
    public PolicyException(string message, int line = 0, string place = "") : this([new PolicyFault(place, line, message)])
    {
    }

    /// <param name="faults">All that is wrong, in the order it was found; at least one.</param>
    public PolicyException(IReadOnlyList<PolicyFault> faults) : base(faults.Count == 1 ? faults[0].ToString() : $"{faults[0]} (and {faults.Count - 1} more)") => Faults = faults;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<PolicyFault> Faults { get; }
}
