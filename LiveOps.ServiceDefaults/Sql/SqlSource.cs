using System.Data.Common;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>Where connections to one database come from.</summary>
internal sealed class SqlSource(SqlSettings settings) : IAsyncDisposable, IDisposable
{
    public SqlProvider Provider { get; } = SqlProvider.Of(settings.Kind);

    public DbDataSource Connections => field ??= Provider.Open(settings);

    public ValueTask DisposeAsync() => Connections.DisposeAsync();

    public void Dispose() => Connections.Dispose();
}
