using System.Data.Common;
using System.Reflection;
using LiveOps.ServiceDefaults.Sql.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.ServiceDefaults.Sql.Migrations;

/// <summary>Whether the database answers, and its schema is not older than this program needs. A newer one is fine: schemas only grow.</summary>
internal sealed class SchemaCheck(SqlSource source, Assembly scripts) : IHealthCheck
{
    private readonly int _needed = SqlScripts.Of(scripts, source.Provider.Dialect).Count;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int schema;
        try
        {
            await using DbConnection connection = await source.Connections.OpenConnectionAsync(cancellationToken);
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = "SELECT COALESCE(MAX(number), 0) FROM schema_migrations";
            schema = Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (DbException e) when (e.SqlState is "42P01" or "42S02")
        {
            schema = 0;
        }
        catch (Exception e) when (SqlFaults.IsUnavailable(e))
        {
            return HealthCheckResult.Unhealthy("the database cannot be reached", e);
        }

        return schema >= _needed
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"the schema is at {schema} and this program needs {_needed}: run it once with the argument migrate");
    }
}
