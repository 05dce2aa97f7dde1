namespace LiveOps.Cli.Doctoring;

/// <summary>How a part stands.</summary>
internal enum FindingState
{
    Ok,

    /// <summary>It works, and should be looked at.</summary>
    Look,

    /// <summary>It answers, and does not work.</summary>
    Wrong,

    /// <summary>It does not answer.</summary>
    Away,
}
