using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Sql.Providers;

/// <summary>
/// A database as a URL, <c>postgres://user:password@host:5432/database?sslmode=require</c> (or <c>mysql://</c>), turned into an ADO.NET
/// connection string. What stands behind the question mark is passed on, so that TLS, time-outs and pools can be said there.
/// </summary>
internal static class DatabaseUrl
{
    /// <exception cref="SettingException">It is a URL, but not of a database.</exception>
    public static bool TryRead(string text, string setting, out SqlKind kind, [NotNullWhen(true)] out string? connection)
    {
        kind = default;
        connection = null;
        if (!text.Contains("://", StringComparison.Ordinal))
            return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw new SettingException($"{setting} is not a usable URL: characters such as / and @ in a password must be percent-encoded.");
        kind = url.Scheme switch
        {
            "postgres" or "postgresql" => SqlKind.Postgres,
            "mysql" or "mariadb" => SqlKind.MySql,
            _ => throw new SettingException($"{setting} must begin with postgres:// or mysql://."),
        };
        string database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        if (url.Host.Length == 0 || database.Length == 0)
            throw new SettingException($"{setting} must name a host and a database.");
        string[] user = url.UserInfo.Split(':', 2);
        var parts = new DbConnectionStringBuilder
        {
            [kind == SqlKind.Postgres ? "Host" : "Server"] = url.Host,
            ["Port"] = url.Port > 0 ? url.Port : kind == SqlKind.Postgres ? 5432 : 3306,
            ["Database"] = database,
            ["Username"] = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length > 1)
            parts["Password"] = Uri.UnescapeDataString(user[1]);
        foreach (string option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = option.Split('=', 2);
            if (pair.Length < 2)
                throw new SettingException($"{setting}: what stands behind ? must be name=value.");
            parts[Keyword(kind, Uri.UnescapeDataString(pair[0]))] = Value(kind, pair[0], Uri.UnescapeDataString(pair[1]));
        }

        connection = parts.ConnectionString;
        return true;
    }

    // libpq's names, and those of MySQL's own clients, where they differ from ADO.NET's.
    private static string Keyword(SqlKind kind, string name) => name.ToLowerInvariant() switch
    {
        "sslmode" or "ssl-mode" => "SSL Mode",
        "sslrootcert" or "ssl-ca" => kind == SqlKind.Postgres ? "Root Certificate" : "SSL CA",
        "sslcert" or "ssl-cert" => kind == SqlKind.Postgres ? "SSL Certificate" : "SSL Cert",
        "sslkey" or "ssl-key" => "SSL Key",
        "connect_timeout" => kind == SqlKind.Postgres ? "Timeout" : "Connection Timeout",
        "application_name" => "Application Name",
        _ => name,
    };

    private static string Value(SqlKind kind, string name, string value) => name.ToLowerInvariant() is not ("sslmode" or "ssl-mode") ? value : value.ToLowerInvariant() switch
    {
        "disable" or "disabled" => kind == SqlKind.Postgres ? "Disable" : "None",
        "prefer" or "preferred" => kind == SqlKind.Postgres ? "Prefer" : "Preferred",
        "require" or "required" => kind == SqlKind.Postgres ? "Require" : "Required",
        "verify-ca" or "verify_ca" => "VerifyCA",
        "verify-full" or "verify_identity" => "VerifyFull",
        _ => value,
    };
}
