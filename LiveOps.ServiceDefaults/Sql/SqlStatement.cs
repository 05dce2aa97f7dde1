using System.Text;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>A statement as a driver takes it.</summary>
/// <param name="Text">The text; where it has values, up to them.</param>
/// <param name="Columns">The names of what it is given apart, in the order of its parameters; empty where it is given JSON, or values.</param>
/// <param name="Values">The names of what it is given as a list of rows, in their order; empty where it has none.</param>
/// <param name="End">What stands behind that list; empty where nothing does.</param>
internal sealed partial record SqlStatement(string Text, string[] Columns, string[] Values, string End)
{
    /// <summary>
    /// Reads one: <c>@batch</c> is the JSON, whatever else begins so and says its type is a column, and <c>@values(…)</c> is a list of rows of these columns, behind which
    /// <c>@name</c> is what there is one of for all rows, and <c>@rows</c> how many rows there are.
    /// </summary>
    public static SqlStatement Read(string text, SqlDialect dialect)
    {
        if (List().Match(text) is { Success: true } list)
            return new SqlStatement(text[..list.Index], [], list.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries), text[(list.Index + list.Length)..].TrimEnd());
        var columns = new List<string>();
        string read = Parameter().Replace(text, found =>
        {
            string name = found.Groups[1].Value;
            if (!columns.Contains(name))
                columns.Add(name);
            return $"${columns.IndexOf(name) + 1}::";
        });
        return new SqlStatement(read.Replace("@batch", dialect.Parameter, StringComparison.Ordinal), [.. columns], [], "");
    }

    /// <summary>The whole text of one with values.</summary>
    /// <param name="given">At least one row.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    public string Write(SqlColumns given)
    {
        var text = new StringBuilder(Text);
        given.WriteValues(text, Values);
        text.Append(One().Replace(End, found =>
        {
            var literal = new StringBuilder();
            if (found.Groups[1].Value == "rows")
                literal.Append(given.Rows);
            else
                given.WriteOne(literal, found.Groups[1].Value);
            return literal.ToString();
        }));
        return text.ToString();
    }

    /// <summary>The names of what it is given one of behind its list.</summary>
    public IEnumerable<string> Ones() => One().Matches(End).Select(found => found.Groups[1].Value).Where(name => name != "rows").Distinct();

    [GeneratedRegex("@(?!batch)([a-z_]+)::")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@values\(([a-z_, ]+)\)")]
    private static partial Regex List();

    [GeneratedRegex("@([a-z_]+)")]
    private static partial Regex One();
}
