namespace LiveOps.Tables;

/// <summary>Forms of a table.</summary>
public enum TableFormat
{
    /// <summary>Values separated by commas (RFC 4180).</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Ndjson,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
