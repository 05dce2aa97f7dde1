using System.Data.Common;
using System.Text;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace LiveOps.ServiceDefaults.Sql.MySql;

/// <summary>MySQL and MariaDB through MySqlConnector and Pomelo.</summary>
internal sealed class MySqlProvider : SqlProvider
{
    // The oldest that has what the statements use (JSON_TABLE); asking the server at start would make the start wait for it.
    private static readonly MySqlServerVersion Version = new(new Version(8, 0, 19));

    public override SqlDialect Dialect => SqlDialect.MySql;

    public override DbDataSource Open(SqlSettings settings)
    {
        MySqlConnectionStringBuilder parts;
        try
        {
            parts = new MySqlConnectionStringBuilder(settings.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SettingException($"The connection string of {settings.Name} has a part that MySQL's driver does not know, or cannot read.");
        }

        if (string.IsNullOrEmpty(parts.Server) || string.IsNullOrEmpty(parts.Database))
            throw new SettingException($"The connection string of {settings.Name} must name a Server and a Database.");
        Default(parts, settings.ConnectionString, "Connection Timeout", ConnectSeconds);
        Default(parts, settings.ConnectionString, "Default Command Timeout", CommandSeconds);
        Default(parts, settings.ConnectionString, "Maximum Pool Size", PoolSize);
        Default(parts, settings.ConnectionString, "Application Name", "liveops-" + settings.Name);
        // Pomelo asks for both of a data source.
        parts.AllowUserVariables = true;
        parts.UseAffectedRows = false;
        return new MySqlDataSourceBuilder(parts.ConnectionString).Build();
    }

    public override void Use(DbContextOptionsBuilder options, DbDataSource source) => options.UseMySql(source, Version);

    // A text: JSON_TABLE takes no binary strings.
    public override DbParameter Batch(ReadOnlyMemory<byte> json) => new MySqlParameter("@batch", Encoding.UTF8.GetString(json.Span));
}
