namespace LiveOps.Core.Windows;

/// <summary>The windows a board may have. The numbers are written to journals and snapshots: never reuse one.</summary>
public enum WindowKind : byte
{
    /// <summary>A calendar day in the board's time zone.</summary>
    Daily = 0,

    /// <summary>An ISO 8601 week, from Monday, in the board's time zone.</summary>
    Weekly = 1,

    /// <summary>A season: a calendar quarter, or what the policy says.</summary>
    Seasonal = 2,

    /// <summary>All time: never closes.</summary>
    All = 3,
}
