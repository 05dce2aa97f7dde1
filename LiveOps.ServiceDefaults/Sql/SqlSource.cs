using System.Data.Common;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>Where connections to one database come from.</summary>
internal sealed class SqlSource(SqlSettings settings) : IAsyncDisposable, IDisposable
{
    public SqlProvider Provider { get; } = SqlProvider.Of(settings.Kind);

    public DbDataSource Connections => field ??= Provider.Open(settings);

    /// <summary>
    /// Lends a connection to some work. When the database cannot be had, none that was made before is used again: they may lead to a server
    /// that is gone, or to one that is read-only since another took its place.
    /// </summary>
    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using DbConnection connection = await Connections.OpenConnectionAsync(cancellation);
        try
        {
            return await work(connection);
        }
        catch (Exception e) when (!SqlFaults.IsConflict(e) && SqlFaults.IsUnavailable(e))
        {
            await Provider.ForgetAsync(connection);
            throw;
        }
    }

    public ValueTask DisposeAsync() => Connections.DisposeAsync();

    public void Dispose() => Connections.Dispose();
}
