namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Gathers what is wrong with one policy, so that whoever edits it is told of everything at once; one fault of each place.</summary>
internal sealed class PolicyFaults
{
    /// <summary>How many are told; what is so wrong is something else.</summary>
    public const int Most = 100;

    /// <summary>Characters told of a reason: it may name what the document holds.</summary>
    public const int MostReason = 1000;

    private readonly List<PolicyFault> _faults = [];
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private int _found;

    /// <summary>Takes note of one. Those of places that are known count too: each costs its place, and a document may hold a hundred thousand.</summary>
    /// <exception cref="PolicyException">So many were found that nothing more is read.</exception>
    public void Add(PolicyFault fault)
    {
        if (_found < Most && _places.Add(fault.Place))
            _faults.Add(fault.Reason.Length > MostReason ? fault with { Reason = fault.Reason[..MostReason] + "…" } : fault);
        if (++_found >= Most)
            Throw();
    }

    /// <summary>Throws them, if there are any.</summary>
    /// <exception cref="PolicyException">There are.</exception>
    public void Throw()
    {
        if (_faults.Count > 0)
            throw new PolicyException([.. _faults]);
    }
}
