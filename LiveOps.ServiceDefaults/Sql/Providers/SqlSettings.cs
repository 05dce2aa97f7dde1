using System.Data.Common;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Sql.Providers;

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
            _ => throw new SettingException("DB_KIND must be mysql or postgres."),
        };
        if (DatabaseUrl.TryRead(text, setting, out SqlKind kind, out string? connection))
            return said is null || said == kind ? new SqlSettings(name, kind, connection) : throw new SettingException($"DB_KIND and the scheme of {setting} disagree.");
        DbConnectionStringBuilder parts;
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            throw new SettingException($"{setting} is neither a URL nor an ADO.NET connection string.");
        }

        if ((said ?? Told(parts)) is not { } known)
            throw new SettingException($"DB_KIND must be mysql or postgres: {setting} is no URL that would say so, nor does it name a Server, as MySQL's do.");
        return new SqlSettings(name, known, parts.ConnectionString);
    }

    // MySQL is the first database, and what names its Server, as its driver does, is taken for one. What names its Host, as PostgreSQL's does, may
    // be of either: MySQL's driver understands that too.
    private static SqlKind? Told(DbConnectionStringBuilder parts) =>
        parts.ContainsKey("Server") && !(parts.TryGetValue("Port", out object? port) && port is "5432") ? SqlKind.MySql : null;
}
