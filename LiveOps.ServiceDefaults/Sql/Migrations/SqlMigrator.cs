using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Sql.Migrations;

/// <summary>
/// Brings a database to the schema that this program needs:
/// <list type="number">
/// <item>waits for the database, and then for whoever else migrates it, on a connection beside the pool, for the lock is held until its session ends;</item>
/// <item>runs the scripts that are not recorded yet, in order;</item>
/// <item>records each together with what it did, in one transaction where the database can (PostgreSQL). In MySQL each statement of a
/// schema commits by itself, so there a script that broke off runs again, and is written so that it may.</item>
/// </list>
/// A database that is newer than this program is left alone.
/// </summary>
internal sealed partial class SqlMigrator(SqlSource source, Assembly scripts, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), RetryAfter = TimeSpan.FromSeconds(1);

    /// <returns>How many scripts ran.</returns>
    /// <exception cref="StoreUnavailableException">The database could not be reached for minutes.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        SqlDialect dialect = source.Provider.Dialect;
        CancellationToken underWay = source.Provider.UnderWay(cancellation);
        await using DbConnection connection = await ConnectAsync(cancellation);
        await LockAsync(connection, dialect, cancellation);
        await ExecuteAsync(connection, null, dialect.CreateHistory, cancellation);
        HashSet<int> done = await DoneAsync(connection, dialect, cancellation);
        int ran = 0;
        foreach (SqlScript script in SqlScripts.Of(scripts, dialect).Where(script => !done.Contains(script.Number)))
        {
            cancellation.ThrowIfCancellationRequested();
            await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, underWay);
            await ExecuteAsync(connection, transaction, script.Text, underWay);
            await ExecuteAsync(connection, transaction, SqlDialect.Record(script.Number, script.Name), underWay);
            await transaction.CommitAsync(underWay);
            Log.Ran(logger, script.Number, script.Name);
            ran++;
        }

        Log.Done(logger, ran);
        return ran;
    }

    private async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        for (long start = clock.GetTimestamp(); ;)
        {
            try
            {
                return await source.Alone.OpenConnectionAsync(cancellation);
            }
            catch (Exception e) when (SqlFaults.IsUnavailable(e))
            {
                if (clock.GetElapsedTime(start) >= Patience)
                    throw new StoreUnavailableException("sql", $"could not be reached for {Patience.TotalSeconds:0} s", e);
                Log.Waiting(logger, e.Message);
                await Task.Delay(RetryAfter, clock, cancellation);
            }
        }
    }

    private static async Task LockAsync(DbConnection connection, SqlDialect dialect, CancellationToken cancellation)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = dialect.LockMigrations;
        command.CommandTimeout = 0; // another's migration takes what it takes
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) != 1)
            throw new StoreUnavailableException("sql", "is being migrated by somebody else, for a day now");
    }

    private static async Task<HashSet<int>> DoneAsync(DbConnection connection, SqlDialect dialect, CancellationToken cancellation)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = dialect.ReadHistory;
        await using DbDataReader rows = await command.ExecuteReaderAsync(cancellation);
        var done = new HashSet<int>();
        while (await rows.ReadAsync(cancellation))
            done.Add(rows.GetInt32(0));
        return done;
    }

    // MySqlConnector refuses a command that does not name the transaction of its connection.
    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string text, CancellationToken cancellation)
    {
        await using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        command.CommandTimeout = 0; // a migration of large tables takes what it takes
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Waiting for the database: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Information, "Ran script {Number}, {Name}.")]
        public static partial void Ran(ILogger logger, int number, string name);

        [LoggerMessage(LogLevel.Information, "The schema is as this program needs it; {Count} scripts ran.")]
        public static partial void Done(ILogger logger, int count);
    }
}
