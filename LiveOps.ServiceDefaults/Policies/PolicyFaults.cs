namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Gathers what is wrong with one policy, so that whoever edits it is told of everything at once; one fault of each place.</summary>
internal sealed class PolicyFaults
{
    /// <summary>How many are told; what is so wrong is something else.</summary>
    public const int Most = 100;

    private readonly List<PolicyFault> _faults = [];
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);

    /// <summary>Takes note of one.</summary>
    public void Add(PolicyFault fault)
    {
        if (_faults.Count < Most && _places.Add(fault.Place))
            _faults.Add(fault);
    }

    /// <summary>Throws them, if there are any.</summary>
    /// <exception cref="PolicyException">There are.</exception>
    public void Throw()
    {
        if (_faults.Count > 0)
            throw new PolicyException([.. _faults]);
    }
}
