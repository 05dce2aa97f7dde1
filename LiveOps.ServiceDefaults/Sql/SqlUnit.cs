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
    private readonly CancellationToken _stop;
    private int _open;

    internal SqlUnit(DbConnection connection, DbTransaction transaction, SqlProvider provider, SqlStatements statements, CancellationToken stop)
    {
        _connection = connection;
        _transaction = transaction;
        _provider = provider;
        _statements = statements;
        _stop = stop;
        Cancellation = provider.UnderWay(stop);
    }

    /// <summary>Stops the statement that is under way, where the driver may (<see cref="SqlProvider.UnderWay"/>); the next is not begun in any case when the work is to stop.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether all that was asked was answered to its end. Where it was not, the transaction is over for PostgreSQL, which says nothing when it is committed, and rolls it back.</summary>
    internal bool IsSettled => _open == 0;

    /// <summary>
    /// Runs statements in order in one round trip: a result set for each that is a query, in the same order. Whoever disposes of the reader is told what failed behind what they read.
    /// </summary>
    /// <param name="steps">Each statement's name and what it is given.</param>
    // The reader still needs the batch, which holds nothing that the connection does not let go of.
    public async Task<DbDataReader> ReadAsync(params (string Statement, SqlInput Input)[] steps) =>
        new SqlRows(await Batch(Array.ConvertAll(steps, Prepare)).ExecuteReaderAsync(Cancellation), Settled, Cancellation);

    /// <summary>
    /// Runs statements in order, in one round trip unless their batches are larger than <see cref="MostBytes"/> together; how many rows they
    /// changed together.
    /// </summary>
    /// <param name="steps">Each statement's name and what it is given.</param>
    public async Task<int> ExecuteAsync(params (string Statement, SqlInput Input)[] steps)
    {
        int changed = 0;
        foreach (DbBatch part in Parts(steps))
        {
            await using DbBatch batch = part;
            changed += await batch.ExecuteNonQueryAsync(Cancellation);
            Settled();
        }

        return changed;
    }

    /// <summary>As <see cref="ExecuteAsync"/>, where statements answer themselves how many rows it was: the sum of what they answer.</summary>
    /// <param name="steps">Each statement's name and what it is given.</param>
    public async Task<long> CountAsync(params (string Statement, SqlInput Input)[] steps)
    {
        long counted = 0;
        foreach (DbBatch part in Parts(steps))
        {
            await using DbBatch batch = part;
            await using DbDataReader rows = await batch.ExecuteReaderAsync(Cancellation);
            do
            {
                while (await rows.ReadAsync(Cancellation))
                    counted += rows.GetInt64(0);
            }
            while (await rows.NextResultAsync(Cancellation));
            Settled();
        }

        return counted;
    }

    private void Settled() => _open--;

    private IEnumerable<DbBatch> Parts((string Statement, SqlInput Input)[] steps)
    {
        (SqlStatement Statement, SqlInput Input, int Bytes)[] prepared = Array.ConvertAll(steps, Prepare);
        for (int at = 0; at < prepared.Length;)
        {
            int end = at, bytes = 0;
            do
            {
                bytes += prepared[end++].Bytes;
            }
            while (end < prepared.Length && bytes + prepared[end].Bytes <= MostBytes);

            yield return Batch(prepared.AsSpan(at..end));
            at = end;
        }
    }

    // Columns go as they are where the statement takes them, a part of the message at a time; else they are JSON, or a part of the text, from here on.
    private (SqlStatement Statement, SqlInput Input, int Bytes) Prepare((string Statement, SqlInput Input) step)
    {
        SqlStatement statement = _statements[step.Statement];
        if (statement.Columns.Length > 0)
            return (statement, step.Input, 0);
        if (statement.Values.Length > 0)
        {
            string text = statement.Write(step.Input.Columns ?? throw new ArgumentException("a statement of rows is given none"));
            return (statement with { Text = text }, step.Input, text.Length);
        }

        ReadOnlyMemory<byte> json = step.Input.ToJson();
        return (statement, json, json.Length);
    }

    private DbBatch Batch(ReadOnlySpan<(SqlStatement Statement, SqlInput Input, int Bytes)> steps)
    {
        _stop.ThrowIfCancellationRequested();
        _open++;
        DbBatch batch = _provider.Begin(_connection);
        batch.Transaction = _transaction;
        foreach ((SqlStatement statement, SqlInput input, _) in steps)
        {
            DbBatchCommand command = batch.CreateBatchCommand();
            command.CommandText = statement.Text;
            if (statement.Columns.Length + statement.Values.Length == 0)
                command.Parameters.Add(_provider.Batch(input.ToJson()));
            foreach (string column in statement.Columns)
                command.Parameters.Add(_provider.Column(input.Columns?.Find(column) ?? throw new ArgumentException($"a statement is not given its {column}")));
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
