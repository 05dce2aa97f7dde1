namespace LiveOps.Bench.Reporting;

/// <summary>A table in Markdown, its columns aligned so that a terminal shows it as well.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] row) => _rows.Add(row);

    public override string ToString()
    {
        int[] widths = [.. header.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Max())];
        IEnumerable<string> lines = [Line(header), "|" + string.Join('|', widths.Select(width => new string('-', width + 2))) + "|", .. _rows.Select(Line)];
        return string.Join('\n', lines);

        string Line(string[] row) => "| " + string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))) + " |";
    }
}
