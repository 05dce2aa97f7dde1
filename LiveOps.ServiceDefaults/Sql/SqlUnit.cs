using System.Data.Common;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>One transaction: runs the service's statements, by name, several in one round trip.</summary>
public sealed class SqlUnit
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly SqlProvider _provider;
    private readonly SqlStatements _statements;

    internal SqlUnit(DbConnection connection, DbTransaction transaction, SqlProvider provider, SqlStatements statements, CancellationToken cancellation)
    {
        _connection = connection;
        _transaction = transaction;
        _provider = provider;
        _statements = statements;
        Cancellation = cancellation;
    }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Runs statements in order in one round trip: a result set for each that is a query, in the same order.</summary>
    /// <param name="steps">Each statement's name and its <c>@batch</c>, JSON in UTF-8.</param>
    // The reader still needs the batch, which holds nothing that the connection does not let go of.
    public Task<DbDataReader> ReadAsync(params (string Statement, ReadOnlyMemory<byte> Batch)[] steps) => Batch(steps).ExecuteReaderAsync(Cancellation);

    /// <summary>Runs statements in order in one round trip; how many rows they changed together.</summary>
    /// <param name="steps">Each statement's name and its <c>@batch</c>, JSON in UTF-8.</param>
    public async Task<int> ExecuteAsync(params (string Statement, ReadOnlyMemory<byte> Batch)[] steps)
    {
        await using DbBatch batch = Batch(steps);
        return await batch.ExecuteNonQueryAsync(Cancellation);
    }

    private DbBatch Batch((string Statement, ReadOnlyMemory<byte> Batch)[] steps)
    {
        DbBatch batch = _connection.CreateBatch();
        batch.Transaction = _transaction;
        foreach ((string statement, ReadOnlyMemory<byte> json) in steps)
        {
            DbBatchCommand command = batch.CreateBatchCommand();
            command.CommandText = _statements[statement];
            command.Parameters.Add(_provider.Batch(json));
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
