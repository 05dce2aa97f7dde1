using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>One transaction: runs the service's statements, by name, several in one round trip.</summary>
public sealed class SqlUnit
{
    /// <summary>
    /// How many bytes of batches go to the database at once. MySQL takes a round trip as one packet, at most <c>max_allowed_packet</c> large (16 MB
    /// in MariaDB, 64 MB in MySQL, unless somebody said less), in which quotes within a batch are longer.
    /// </summary>
    public const int MostBytes = 2 << 20;

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

    /// <summary>
    /// Runs statements in order, in one round trip unless their batches are larger than <see cref="MostBytes"/> together; how many rows they
    /// changed together.
    /// </summary>
    /// <param name="steps">Each statement's name and its <c>@batch</c>, JSON in UTF-8.</param>
    public async Task<int> ExecuteAsync(params (string Statement, ReadOnlyMemory<byte> Batch)[] steps)
    {
        int changed = 0;
        for (int at = 0; at < steps.Length;)
        {
            int end = at, bytes = 0;
            do
            {
                bytes += steps[end++].Batch.Length;
            }
            while (end < steps.Length && bytes + steps[end].Batch.Length <= MostBytes);

            await using DbBatch batch = Batch(steps.AsSpan(at..end));
            changed += await batch.ExecuteNonQueryAsync(Cancellation);
            at = end;
        }

        return changed;
    }

    private DbBatch Batch(ReadOnlySpan<(string Statement, ReadOnlyMemory<byte> Batch)> steps)
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
