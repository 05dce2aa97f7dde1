namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>What a body holds.</summary>
internal enum RowFormat
{
    /// <summary>A row a line (RFC 4180).</summary>
    Csv,

    /// <summary>A row an element.</summary>
    Xml,

    /// <summary>One row, as HTML forms are posted.</summary>
    Form,
}
