namespace LiveOps.Console.Differences;

/// <summary>Where a line is.</summary>
public enum DiffKind
{
    /// <summary>In both.</summary>
    Same,

    /// <summary>In the former alone.</summary>
    Removed,

    /// <summary>In the latter alone.</summary>
    Added,

    /// <summary>Lines of both that are left out here.</summary>
    LeftOut,
}
