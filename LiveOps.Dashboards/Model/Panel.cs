namespace LiveOps.Dashboards.Model;

/// <summary>One picture.</summary>
/// <param name="Title">What is drawn.</param>
/// <param name="Unit">Of what: one of <see cref="Units"/>.</param>
/// <param name="Runbook">The page of docs/runbooks for when it looks bad, without <c>.md</c>.</param>
/// <param name="Description">How to read it, and what is usual.</param>
/// <param name="Queries">What is asked for.</param>
internal sealed record Panel(string Title, string Unit, string Runbook, string Description, params Query[] Queries)
{
    /// <summary>How it is drawn.</summary>
    public PanelKind Kind { get; init; } = PanelKind.Lines;

    /// <summary>How many of 24 columns it takes.</summary>
    public int Width { get; init; } = 8;

    /// <summary>From where on it is bad, where an alert or an objective says so.</summary>
    public double? Limit { get; init; }
}
