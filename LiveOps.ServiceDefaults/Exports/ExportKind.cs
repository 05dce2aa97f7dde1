namespace LiveOps.ServiceDefaults.Exports;

/// <summary>What is written to where exports go.</summary>
public enum ExportKind
{
    /// <summary>A picture of what is: let go of after <c>EXPORT_KEEP_DAYS</c>.</summary>
    Export,

    /// <summary>What a day that is over has left, once: kept until operators delete it.</summary>
    Archive,
}
