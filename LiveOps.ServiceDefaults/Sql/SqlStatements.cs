using System.Collections.Frozen;
using System.Reflection;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// The statements of a service, one file each: <c>Sql/&lt;kind&gt;/&lt;name&gt;.sql</c> among its assembly's resources. Every one has one
/// parameter, <c>@batch</c>: JSON, an array of rows or one object; but those of PostgreSQL that write or read many rows at once are given columns, each an array
/// (<c>@player_id::text[]</c>) or one value (<c>@hour::int</c>), and most of MySQL's that write many rows in their text (<c>@values(id, hour)</c>). Beside them every service has those that stand here, of what every service keeps.
/// </summary>
internal sealed class SqlStatements
{
    private readonly FrozenDictionary<string, SqlStatement> _statements;

    public SqlStatements(Assembly assembly, SqlDialect dialect)
    {
        string folder = $"Sql/{dialect.Folder}/";
        _statements = SqlResources.Under(typeof(SqlStatements).Assembly, folder).Concat(SqlResources.Under(assembly, folder)).ToFrozenDictionary(
            resource => Path.GetFileNameWithoutExtension(resource.Name),
            resource => SqlStatement.Read(resource.Text, dialect));
    }

    /// <summary>A statement.</summary>
    public SqlStatement this[string name] => _statements[name];
}
