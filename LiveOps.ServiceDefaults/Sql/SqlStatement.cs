using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>A statement as a driver takes it.</summary>
/// <param name="Text">The text; where it has values, up to them.</param>
/// <param name="Columns">The names of what it is given apart, in the order of its parameters; empty where it is given JSON, or values.</param>
/// <param name="Values">The names of what it is given as a list of rows at its end, in their order; empty where it has none.</param>
internal sealed partial record SqlStatement(string Text, string[] Columns, string[] Values)
{
    /// <summary>
    /// Reads one: <c>@batch</c> is the JSON, whatever else begins so and says its type is a column, and <c>@values(…)</c>, which ends a statement, is a list of rows of these columns.
    /// </summary>
    public static SqlStatement Read(string text, SqlDialect dialect)
    {
        if (List().Match(text) is { Success: true } list)
            return new SqlStatement(text[..list.Index], [], list.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
        var columns = new List<string>();
        string read = Parameter().Replace(text, found =>
        {
            string name = found.Groups[1].Value;
            if (!columns.Contains(name))
                columns.Add(name);
            return $"${columns.IndexOf(name) + 1}::";
        });
        return new SqlStatement(read.Replace("@batch", dialect.Parameter, StringComparison.Ordinal), [.. columns], []);
    }

    [GeneratedRegex("@(?!batch)([a-z_]+)::")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@values\(([a-z_, ]+)\)\s*$")]
    private static partial Regex List();
}
