using System.Data;
using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Providers;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// A database as it was at one moment, that of the first read: a transaction that sees nothing that is committed later (repeatable read, which in InnoDB and PostgreSQL is a snapshot) and
/// locks nothing. While it is open the server keeps what others change, so it is for minutes, not hours. Rows can be read as they come; one query at a time.
/// Its session is its own: it is told to be patient, and in MySQL goes on at this level, which the driver sets for the session.
/// </summary>
/// <typeparam name="TContext">The service's context.</typeparam>
public sealed class SqlSnapshot<TContext> : IAsyncDisposable where TContext : DbContext
{
    // The first row of a sorted table comes when all of it is sorted.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(10);

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private SqlSnapshot(DbConnection connection, DbTransaction transaction, TContext context) => (_connection, _transaction, Context) = (connection, transaction, context);

    /// <summary>Reads it, and tracks nothing.</summary>
    public TContext Context { get; }

    internal static async Task<SqlSnapshot<TContext>> OpenAsync(DbConnection connection, SqlProvider provider, IDbContextFactory<TContext> contexts, CancellationToken cancellation)
    {
        DbTransaction? transaction = null;
        try
        {
            if (provider.SlowReader is { } slowReader)
            {
                await using DbCommand command = connection.CreateCommand();
                command.CommandText = slowReader;
                await command.ExecuteNonQueryAsync(provider.UnderWay(cancellation));
            }

            transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, provider.UnderWay(cancellation));
            TContext context = await contexts.CreateDbContextAsync(cancellation);
            context.Database.SetDbConnection(connection);
            await context.Database.UseTransactionAsync(transaction, cancellation);
            context.Database.SetCommandTimeout(CommandTimeout);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return new SqlSnapshot<TContext>(connection, transaction, context);
        }
        catch
        {
            if (transaction is not null)
                await transaction.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
