namespace LiveOps.Dashboards.Model;

/// <summary>Panels under one heading, that answer one question.</summary>
/// <param name="Title">The question.</param>
/// <param name="Panels">From left to right; what does not fit goes into a line of its own.</param>
internal sealed record Row(string Title, params Panel[] Panels);
