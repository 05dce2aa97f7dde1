using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>A statement as a driver takes it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Columns">The names of what it is given apart, in the order of its parameters; empty where it is given JSON.</param>
internal sealed partial record SqlStatement(string Text, string[] Columns)
{
    /// <summary>Reads one: <c>@batch</c> is the JSON, and whatever else begins so and says its type is a column.</summary>
    public static SqlStatement Read(string text, SqlDialect dialect)
    {
        var columns = new List<string>();
        string read = Parameter().Replace(text, found =>
        {
            string name = found.Groups[1].Value;
            if (!columns.Contains(name))
                columns.Add(name);
            return $"${columns.IndexOf(name) + 1}::";
        });
        return new SqlStatement(read.Replace("@batch", dialect.Parameter, StringComparison.Ordinal), [.. columns]);
    }

    [GeneratedRegex("@(?!batch)([a-z_]+)::")]
    private static partial Regex Parameter();
}
