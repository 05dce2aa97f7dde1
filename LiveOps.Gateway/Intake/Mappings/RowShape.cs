using System.Text;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>How rows are written.</summary>
/// <param name="Format">What a body holds.</param>
/// <param name="Encoding">Of texts; XML says it itself.</param>
/// <param name="Record">XML: the path of the element that is a row.</param>
/// <param name="Delimiter">CSV: between columns.</param>
/// <param name="HasHeader">CSV: whether the first line names columns; else fields are numbers, from 1.</param>
/// <param name="HasQuotes">CSV: whether quotation marks are around what holds a delimiter; else they are characters like others.</param>
internal sealed record RowShape(RowFormat Format, Encoding Encoding, string Record = "", char Delimiter = ',', bool HasHeader = true, bool HasQuotes = true);
