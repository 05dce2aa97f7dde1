using Spectre.Console;

namespace LiveOps.Cli.Shell;

/// <summary>A table: with lines around it for eyes, bare columns for a pipe.</summary>
internal sealed class TextTable
{
    private readonly Table _table = new();

    /// <param name="isSeen">Whether somebody looks.</param>
    /// <param name="columns">Names; one that ends in <c>#</c> is of numbers, to the right.</param>
    public TextTable(bool isSeen, params string[] columns)
    {
        _table.Border = isSeen ? TableBorder.Rounded : TableBorder.None;
        foreach (string column in columns)
        {
            var made = new TableColumn(new Text(column.TrimEnd('#'))).NoWrap();
            _table.AddColumn(column.EndsWith('#') ? made.RightAligned() : made);
        }
    }

    public Table Drawn => _table;

    public TextTable Add(params object?[] cells)
    {
        _table.AddRow([.. cells.Select(cell => new Text(PlainText.Of(Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture))))]);
        return this;
    }

    public void Write(Terminal terminal)
    {
        if (_table.Rows.Count > 0)
            terminal.Drawing().Write(_table);
    }
}
