namespace LiveOps.ServiceDefaults.Operators;

/// <summary>What an operator may do: each may do what those before it may.</summary>
public enum OperatorRole
{
    /// <summary>Is known, and may do nothing.</summary>
    None,

    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Also flags, reviews, blocks, hiding.</summary>
    Moderator,

    /// <summary>Also documents, rollovers, grants, webhooks, dead letters.</summary>
    Operator,

    /// <summary>All, erasing and exports included.</summary>
    Admin,
}
