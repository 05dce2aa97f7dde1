using LiveOps.Gateway.Intake.Mappings;

namespace LiveOps.Gateway.Intake.Rows;

/// <summary>The rows of a body, one after the other.</summary>
internal static class RowReader
{
    /// <exception cref="RowFaultException">While they are asked for: it cannot be read on.</exception>
    public static IEnumerable<SourceRow> Read(RowStream stream, RowShape shape) => shape.Format switch
    {
        RowFormat.Csv => CsvRows.Read(stream, shape),
        RowFormat.Xml => XmlRows.Read(stream, shape),
        _ => FormRows.Read(stream, shape),
    };
}
