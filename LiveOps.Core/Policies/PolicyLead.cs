namespace LiveOps.Core.Policies;

/// <summary>
/// How long after it is made a version comes into force where replicas share a store: so long that each of them, looking as often as it does, knows it by
/// then. Whoever has not looked for longer looks before it judges.
/// </summary>
public static class PolicyLead
{
    /// <summary>How often a replica looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Of what is known at a moment it is certain up to so much later that nothing else comes into force.</summary>
    public static readonly long Ticks = TimeSpan.FromMilliseconds(900).Ticks;
}
