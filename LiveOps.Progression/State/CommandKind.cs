namespace LiveOps.Progression.State;

/// <summary>The first byte of a command, its kind and version in one. They lie in journals: never reuse a number.</summary>
internal enum CommandKind : byte
{
    /// <summary>The rest is the JSON of the rules that hold while the document has neither file nor versions.</summary>
    Rules = 1,

    /// <summary>A <see cref="ClaimCommand"/>.</summary>
    Claim = 2,

    /// <summary>Nothing: when it completes, everything published before it was applied.</summary>
    Barrier = 3,

    /// <summary>The rest is a <see cref="GrantCommand"/>.</summary>
    Grants = 4,

    /// <summary>The rest is a <see cref="NoteCommand"/>.</summary>
    Notes = 5,

    /// <summary>The rest is a <see cref="Core.Policies.PolicyCommand"/> about the document of the rules.</summary>
    Document = 16,

    /// <summary>The rest is another command, or none, with what the audit has of it: a <see cref="Core.Audit.AuditedCommand"/>.</summary>
    Audited = 32,
}
