using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.MySql;
using LiveOps.ServiceDefaults.Sql.Postgres;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql.Connections;

/// <summary>Where connections to one database come from.</summary>
internal sealed class SqlSource(SqlSettings settings) : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private DbDataSource? _connections, _alone;

    public SqlProvider Provider { get; } = settings.Kind == SqlKind.Postgres ? new PostgresProvider() : new MySqlProvider();

    /// <summary>The pool that connections come from now.</summary>
    public DbDataSource Connections
    {
        get
        {
            lock (_lock)
                return _connections ??= Provider.Open(settings);
        }
    }

    /// <summary>
    /// Connections beside the pool, each made anew and ended when it is given back: for what leaves a session other than it was, which whoever is lent it next would meet.
    /// </summary>
    public DbDataSource Alone
    {
        get
        {
            lock (_lock)
                return _alone ??= Provider.Open(settings with { ConnectionString = Unpooled(settings.ConnectionString) });
        }
    }

    /// <summary>
    /// Lends a connection to some work. When the database cannot be had, none that was made before is used again: they may lead to a server
    /// that is gone, or to one that is read-only since another took its place. One on which something else failed is lent again as if it were new.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Stops the wait for a connection.</param>
    /// <param name="isSettled">Whether all that the work asked was answered to its end, so that there is nothing to restore when it fails.</param>
    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation, Func<bool>? isSettled = null)
    {
        (DbDataSource source, DbConnection opened) = await OpenAsync(cancellation);
        await using DbConnection connection = opened;
        try
        {
            return await work(connection);
        }
        catch (Exception e)
        {
            if ((!SqlFaults.IsConflict(e) && SqlFaults.IsUnavailable(e)) || (isSettled?.Invoke() != true && !Provider.TryRestore(connection)))
                await ForgetAsync(source);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (DbDataSource source in new[] { _connections, _alone }.OfType<DbDataSource>())
            await source.DisposeAsync();
    }

    public void Dispose()
    {
        _connections?.Dispose();
        _alone?.Dispose();
    }

    private async Task<(DbDataSource Source, DbConnection Connection)> OpenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            DbDataSource source = Connections;
            try
            {
                return (source, await source.OpenConnectionAsync(cancellation));
            }
            catch (ObjectDisposedException) when (source != Connections)
            {
                // It was forgotten meanwhile.
            }
        }
    }

    // A new pool, not a cleared one: what the drivers offer for clearing (ClearPool) finds pools by their connection string, and those of a
    // data source are not among them. Connections of the old one that are in use are closed when they are given back.
    private async Task ForgetAsync(DbDataSource source)
    {
        lock (_lock)
        {
            if (_connections != source)
                return; // somebody else was quicker
            _connections = Provider.Open(settings);
        }

        await source.DisposeAsync();
    }

    private static string Unpooled(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString, ["Pooling"] = false };
        return parts.ConnectionString;
    }
}
