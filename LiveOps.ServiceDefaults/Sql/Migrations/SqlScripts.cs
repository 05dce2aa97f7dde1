using System.Globalization;
using System.Reflection;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql.Migrations;

/// <summary>One step of a schema.</summary>
/// <param name="Number">Its place in the order, from 1.</param>
/// <param name="Name">The file's name without number and <c>.sql</c>.</param>
/// <param name="Text">Statements.</param>
internal sealed record SqlScript(int Number, string Name, string Text);

/// <summary>
/// The scripts that make a service's schema: <c>Migrations/&lt;kind&gt;/NNNN_name.sql</c> among its assembly's resources, in order. A
/// script that was released is never changed: the next one changes what it made.
/// </summary>
internal static class SqlScripts
{
    public static IReadOnlyList<SqlScript> Of(Assembly assembly, SqlDialect dialect)
    {
        var scripts = new List<SqlScript>();
        foreach ((string file, string text) in SqlResources.Under(assembly, $"Migrations/{dialect.Folder}/"))
        {
            int number = int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
            if (number != scripts.Count + 1)
                throw new InvalidOperationException($"{file} should be number {scripts.Count + 1}");
            scripts.Add(new SqlScript(number, file[5..^4], text));
        }

        return scripts;
    }
}
