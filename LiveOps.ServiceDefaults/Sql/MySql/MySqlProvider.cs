using System.Data.Common;
using System.Text;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql.Providers;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace LiveOps.ServiceDefaults.Sql.MySql;

/// <summary>MySQL and MariaDB through MySqlConnector and Pomelo.</summary>
internal sealed class MySqlProvider : SqlProvider
{
    private const int LockSeconds = 10;

    // The oldest that has what the statements use (JSON_TABLE); asking the server at start would make the start wait for it.
    private static readonly MySqlServerVersion Version = new(new Version(8, 0, 19));

    // Whatever the server's own settings are: what does not fit is refused and not cut off, and the driver's escapes are understood; whoever
    // waits for a lock is told before the command's time is over, which costs the connection nothing. The level is that of our transactions: the driver sets it
    // with each, for the session (findings/mysqlconnector-isolation-level-stays.sh), and what is asked outside of one would go by it only after the first.
    private static readonly string Session =
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET SESSION sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
        + $"time_zone = '+00:00', innodb_lock_wait_timeout = {LockSeconds}";

    private int _commandSeconds;

    public override SqlDialect Dialect => SqlDialect.MySql;

    // The server ends a session whose reader takes nothing for a minute (net_write_timeout): sending a block elsewhere may take longer, where it is tried again.
    public override string SlowReader => "SET SESSION net_write_timeout = 1800";

    // The driver calls a statement off by KILL QUERY, on a connection that it makes for that: whoever is left by many who ask would make many. And where one comes at the end of a
    // statement of several in one round trip, MariaDB 10.11 has said that more follows, and leaves the rest out without a word (3 of 100 at a random moment). Statements are short.
    public override CancellationToken UnderWay(CancellationToken stop) => CancellationToken.None;

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
        Default(parts, "Connection Timeout", ConnectSeconds);
        Default(parts, "Default Command Timeout", CommandSeconds);
        Default(parts, "Maximum Pool Size", PoolSize);
        Default(parts, "Application Name", "liveops-" + settings.Name);
        // A session is told once what it is, and keeps it: nothing of ours changes one of the pool (SqlSource.Alone). The driver would ask the server to forget it each time
        // it lends the connection, a round trip before the first statement. (What it notices by that, a connection that is dead, is noticed by
        // the first statement, and tried again.)
        Default(parts, "Connection Reset", false);
        _commandSeconds = (int)Math.Min(parts.DefaultCommandTimeout, int.MaxValue);
        // Pomelo asks for both. An UPDATE counts the rows it found (CLIENT_FOUND_ROWS), as PostgreSQL's does, not those it changed.
        parts.AllowUserVariables = true;
        parts.UseAffectedRows = false;
        // What sixteen bytes are, and a number that is 0 or 1, is for who reads them to say.
        parts.Remove("Old Guids");
        parts.GuidFormat = MySqlGuidFormat.Default;
        parts.TreatTinyAsBoolean = true;
        // Text is escaped by us, in the session's mode.
        parts.NoBackslashEscapes = false;
        return new MySqlDataSourceBuilder(parts.ConnectionString).UseConnectionOpenedCallback(BeginSessionAsync).Build();
    }

    public override void Use(DbContextOptionsBuilder options) => options.UseMySql(Version);

    // Left alone it waits for ever, whatever the connection string says (findings/mysqlconnector-batch-has-no-timeout.sh).
    public override DbBatch Begin(DbConnection connection)
    {
        DbBatch batch = connection.CreateBatch();
        batch.Timeout = _commandSeconds;
        return batch;
    }

    // A text: JSON_TABLE takes no binary strings. The driver writes it into the statement, once for each time it is named there. Prepared
    // statements would take it as it is, but go one by one: a group's three statements in one round trip are worth more than their parsing.
    public override DbParameter Batch(ReadOnlyMemory<byte> json) => new MySqlParameter("@batch", Encoding.UTF8.GetString(json.Span));

    private static async ValueTask BeginSessionAsync(MySqlConnectionOpenedContext context, CancellationToken cancellation)
    {
        if (context.Conditions == MySqlConnectionOpenedConditions.None)
            return; // lent again
        await using var command = new MySqlCommand(Session, context.Connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None); // as UnderWay says
    }
}
