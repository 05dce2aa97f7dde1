using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.MySql;
using LiveOps.ServiceDefaults.Sql.Postgres;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql.Connections;

/// <summary>Where connections to one database come from.</summary>
internal sealed class SqlSource(SqlSettings settings) : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private DbDataSource? _connections;

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
    /// Lends a connection to some work. When the database cannot be had, none that was made before is used again: they may lead to a server
    /// that is gone, or to one that is read-only since another took its place.
    /// </summary>
    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        (DbDataSource source, DbConnection opened) = await OpenAsync(cancellation);
        await using DbConnection connection = opened;
        try
        {
            return await work(connection);
        }
        catch (Exception e) when (!SqlFaults.IsConflict(e) && SqlFaults.IsUnavailable(e))
        {
            await ForgetAsync(source);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connections?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Dispose() => _connections?.Dispose();

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
}
