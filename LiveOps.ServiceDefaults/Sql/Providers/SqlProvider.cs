using System.Data.Common;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql.Columns;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql.Providers;

/// <summary>What differs between one kind of database and another: its driver, its EF Core provider, and a few texts.</summary>
internal abstract class SqlProvider
{
    /// <summary>Seconds that a connection may take to be made, unless the connection string says otherwise.</summary>
    protected const int ConnectSeconds = 5;

    /// <summary>Seconds that a command may take, unless the connection string says otherwise.</summary>
    protected const int CommandSeconds = 15;

    /// <summary>Connections of one replica, unless the connection string says otherwise: what a database takes is shared by all replicas.</summary>
    protected const int PoolSize = 20;

    public abstract SqlDialect Dialect { get; }

    /// <summary>What a session is told before it reads large tables for somebody who takes the rows slowly; null where the server waits by itself. The session keeps it, so it is of a connection beside the pool.</summary>
    public virtual string? SlowReader => null;

    /// <summary>What the driver is given while a statement is under way, where its caller may stop: their token, or one that calls nothing off, where whoever stops is heeded between statements.</summary>
    /// <param name="stop">The caller's.</param>
    public virtual CancellationToken UnderWay(CancellationToken stop) => stop;

    /// <exception cref="SettingException">The connection string means nothing to the driver.</exception>
    public abstract DbDataSource Open(SqlSettings settings);

    /// <summary>Tells contexts what they speak; each is given its connection when it is used.</summary>
    public abstract void Use(DbContextOptionsBuilder options);

    /// <summary>
    /// Makes a connection, on which something failed or was cancelled, one that may be lent again, unless it is broken, which its pool sees. False where that cannot be, and none of the pool is to be trusted.
    /// </summary>
    /// <param name="connection">Nothing runs on it, and no transaction is open.</param>
    public virtual bool TryRestore(DbConnection connection) => true;

    /// <summary>Commits a transaction. Nothing calls it off.</summary>
    /// <param name="connection">The transaction's.</param>
    /// <param name="transaction">What is to be committed.</param>
    /// <exception cref="Stores.StoreUnavailableException">It is committed here, and not yet where it must be to outlast a failover.</exception>
    public virtual Task CommitAsync(DbConnection connection, DbTransaction transaction) => transaction.CommitAsync(CancellationToken.None);

    /// <summary>An empty batch that ends by the time-out of the connection string.</summary>
    public virtual DbBatch Begin(DbConnection connection) => connection.CreateBatch();

    /// <summary>A parameter named <c>batch</c> that holds JSON in UTF-8.</summary>
    public abstract DbParameter Batch(ReadOnlyMemory<byte> json);

    /// <summary>The next parameter of a statement that is given columns.</summary>
    public virtual DbParameter Column(SqlColumn column) => throw new NotSupportedException("has no arrays");

    /// <summary>Sets an option of a connection string that does not say it itself, under any of its names: a driver's builder holds what was said under the first of them.</summary>
    protected static void Default(DbConnectionStringBuilder parts, string name, object value)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = parts.ConnectionString };
        if (!said.ContainsKey(name))
            parts[name] = value;
    }
}
