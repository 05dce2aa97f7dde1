using System.Data;
using System.Data.Common;
using System.Diagnostics;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// A service's database: reads through EF Core, writes in short transactions of set-based statements. Both are tried again when the
/// database faltered, and throw a <see cref="StoreUnavailableException"/> when it cannot be had.
/// </summary>
/// <typeparam name="TContext">The service's context; its assembly holds scripts and statements.</typeparam>
public sealed class SqlDatabase<TContext> where TContext : DbContext
{
    private const string Store = "sql";

    private readonly SqlSource _source;
    private readonly IDbContextFactory<TContext> _contexts;
    private readonly StoreDurations _durations;
    private readonly SqlStatements _statements;
    private readonly SqlResilience _resilience = new();

    internal SqlDatabase(SqlSource source, IDbContextFactory<TContext> contexts, StoreDurations durations)
    {
        _source = source;
        _contexts = contexts;
        _durations = durations;
        _statements = new SqlStatements(typeof(TContext).Assembly, source.Provider.Dialect);
    }

    /// <summary>Reads. The query may run more than once; only its last result counts.</summary>
    /// <param name="operation">A word for <c>store_operation_duration_seconds</c>.</param>
    /// <param name="query">Asks a context, which tracks nothing.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be had.</exception>
    public async Task<T> ReadAsync<T>(string operation, Func<TContext, CancellationToken, Task<T>> query, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await _resilience.RunAsync(
                token => new ValueTask<T>(_source.UseAsync(
                    async connection =>
                    {
                        // The context is given the connection, and not its source: EF Core keeps a container of services for each source, for as
                        // long as the process lives.
                        await using TContext context = await _contexts.CreateDbContextAsync(token);
                        context.Database.SetDbConnection(connection);
                        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                        return await query(context, _source.Provider.UnderWay(token));
                    },
                    token,
                    static () => true)), // each query is a command of its own: nothing stands behind its rows
                cancellation);
        }
        finally
        {
            _durations.Observe(Store, operation, start);
        }
    }

    /// <summary>Opens the database as it is at one moment, to read large parts of it, on a connection beside the pool; nothing is tried again.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be had.</exception>
    public async Task<SqlSnapshot<TContext>> SnapshotAsync(CancellationToken cancellation)
    {
        try
        {
            return await SqlSnapshot<TContext>.OpenAsync(await _source.Alone.OpenConnectionAsync(cancellation), _source.Provider, _contexts, cancellation);
        }
        catch (Exception e) when (SqlFaults.IsUnavailable(e))
        {
            throw new StoreUnavailableException(Store, "cannot be had now", e);
        }
    }

    /// <summary>
    /// Runs statements in one transaction (read committed) and commits it. When two stood in each other's way, or the connection was
    /// lost, even while committing, everything runs again from the start: so the work must find out by itself what it has done already
    /// (by ids that it inserts, by a row that is there), and may change nothing outside the database. It may ask for that itself by
    /// throwing a <see cref="SqlConflictException"/>.
    /// </summary>
    /// <param name="operation">A word for <c>store_operation_duration_seconds</c>.</param>
    /// <param name="work">Runs the statements.</param>
    /// <param name="cancellation">Stops it, unless it is committing.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be had; it says whether the work may have been committed all the same.</exception>
    public async Task<T> TransactAsync<T>(string operation, Func<SqlUnit, Task<T>> work, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        bool mayBeDone = false;
        SqlUnit? unit = null;
        try
        {
            return await _resilience.RunAsync(
                token => new ValueTask<T>(_source.UseAsync(
                    async connection =>
                    {
                        await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, _source.Provider.UnderWay(token));
                        unit = new SqlUnit(connection, transaction, _source.Provider, _statements, token);
                        T result = await work(unit);
                        if (!unit.IsSettled)
                            throw new InvalidOperationException("A statement failed, or its rows were let go of without waiting, and the work went on.");
                        mayBeDone = true;
                        await _source.Provider.CommitAsync(connection, transaction);
                        return result;
                    },
                    token,
                    () => unit?.IsSettled ?? true)),
                cancellation);
        }
        catch (StoreUnavailableException e) when (mayBeDone)
        {
            throw new StoreUnavailableException(Store, e.Reason, e.InnerException) { MayBeDone = true };
        }
        finally
        {
            _durations.Observe(Store, operation, start);
        }
    }
}
