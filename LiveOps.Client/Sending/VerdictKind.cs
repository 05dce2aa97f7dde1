namespace LiveOps.Client.Sending;

/// <summary>What became of an event on the server.</summary>
public enum VerdictKind
{
    /// <summary>It counts, once; also when it was known already.</summary>
    Accepted,

    /// <summary>It does not, and never will: <see cref="EventVerdict.Problem"/> says why. Who sends too fast is not told so: such events are sent again when they may.</summary>
    Rejected,
}
