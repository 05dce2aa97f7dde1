namespace LiveOps.Cli.Exporting;

/// <summary>A column of an export.</summary>
internal sealed record Column(string Name, ColumnKind Kind);
