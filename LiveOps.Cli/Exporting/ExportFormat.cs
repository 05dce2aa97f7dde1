namespace LiveOps.Cli.Exporting;

/// <summary>Forms of an export.</summary>
internal enum ExportFormat
{
    Csv,
    Ndjson,
    Parquet,
}
