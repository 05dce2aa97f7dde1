using System.Collections.Frozen;
using System.Reflection;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// The statements of a service, one file each: <c>Sql/&lt;kind&gt;/&lt;name&gt;.sql</c> among its assembly's resources. Every one has one
/// parameter, <c>@batch</c>: JSON, an array of rows or one object. Beside them every service has those that stand here, of what every service keeps.
/// </summary>
internal sealed class SqlStatements
{
    private readonly FrozenDictionary<string, string> _texts;

    public SqlStatements(Assembly assembly, SqlDialect dialect)
    {
        string folder = $"Sql/{dialect.Folder}/";
        _texts = SqlResources.Under(typeof(SqlStatements).Assembly, folder).Concat(SqlResources.Under(assembly, folder)).ToFrozenDictionary(
            resource => Path.GetFileNameWithoutExtension(resource.Name),
            resource => resource.Text.Replace("@batch", dialect.Parameter, StringComparison.Ordinal));
    }

    /// <summary>The text of a statement.</summary>
    public string this[string name] => _texts[name];
}
