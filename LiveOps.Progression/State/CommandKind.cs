namespace LiveOps.Progression.State;

/// <summary>The first byte of a command, its kind and version in one. They lie in journals: never reuse a number.</summary>
internal enum CommandKind : byte
{
    /// <summary>The rest is the JSON of the rules that come into force.</summary>
    Rules = 1,

    /// <summary>A <see cref="ClaimCommand"/>.</summary>
    Claim = 2,

    /// <summary>Nothing: when it completes, everything published before it was applied.</summary>
    Barrier = 3,
}
