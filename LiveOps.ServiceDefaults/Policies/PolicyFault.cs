namespace LiveOps.ServiceDefaults.Policies;

/// <summary>One thing that is wrong with a policy.</summary>
/// <param name="Place">What it is about: a JSON pointer (RFC 6901), empty for the whole.</param>
/// <param name="Line">The line it is about, from 1; 0 when it is about the whole.</param>
/// <param name="Reason">One sentence for the person who edits it.</param>
public sealed record PolicyFault(string Place, int Line, string Reason)
{
    /// <summary>In words.</summary>
    public override string ToString() => Line > 0 ? $"line {Line}: {Reason}" : Reason;
}
