namespace LiveOps.Dashboards.Model;

/// <summary>How a panel is drawn.</summary>
internal enum PanelKind
{
    /// <summary>Lines over time.</summary>
    Lines,

    /// <summary>Areas over time that add up.</summary>
    Stack,

    /// <summary>The last number, large.</summary>
    Number,

    /// <summary>Lines of logs.</summary>
    Logs,

    /// <summary>A table of traces.</summary>
    Traces,
}
