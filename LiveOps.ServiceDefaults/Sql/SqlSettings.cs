using System.Data.Common;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>Where a service's database is, as <c>DB_KIND</c> and <c>DB_URL</c> or <c>ConnectionStrings__&lt;name&gt;</c> say.</summary>
/// <param name="Name">The service's name, and the connection string's.</param>
/// <param name="Kind">Which SQL it speaks.</param>
/// <param name="ConnectionString">An ADO.NET connection string; may hold a password.</param>
internal sealed record SqlSettings(string Name, SqlKind Kind, string ConnectionString)
{
    /// <exception cref="SettingException">One is missing or wrong.</exception>
    public static SqlSettings Read(IConfiguration configuration, string name)
    {
        (string setting, string? text) = configuration.GetConnectionString(name) is { Length: > 0 } named
            ? ($"ConnectionStrings__{name}", named)
            : ("DB_URL", configuration["DB_URL"]);
        if (string.IsNullOrWhiteSpace(text))
            throw new SettingException($"ConnectionStrings__{name} (or DB_URL) is not set: with BUS_KIND other than embedded, {name} keeps its data in SQL.");
        SqlKind? said = configuration["DB_KIND"]?.ToLowerInvariant() switch
        {
            null or "" => null,
            "postgres" => SqlKind.Postgres,
            "mysql" => SqlKind.MySql,
            _ => throw new SettingException("DB_KIND must be postgres or mysql."),
        };
        if (DatabaseUrl.TryRead(text, setting, out SqlKind kind, out string? connection))
            return said is null || said == kind ? new SqlSettings(name, kind, connection) : throw new SettingException($"DB_KIND and the scheme of {setting} disagree.");
        if (said is not { } known)
            throw new SettingException($"DB_KIND must be postgres or mysql: {setting} is no URL that would say so.");
        try
        {
            return new SqlSettings(name, known, new DbConnectionStringBuilder { ConnectionString = text }.ConnectionString);
        }
        catch (ArgumentException)
        {
            throw new SettingException($"{setting} is neither a URL nor an ADO.NET connection string.");
        }
    }
}
