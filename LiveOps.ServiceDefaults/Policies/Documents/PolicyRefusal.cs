namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Why a version was not made.</summary>
internal enum PolicyRefusal
{
    /// <summary>It was made.</summary>
    None,

    /// <summary>Another is in force than the caller changes.</summary>
    Stale,

    /// <summary>Too many are still to come.</summary>
    TooMany,
}
