using System.Collections;
using System.Data.Common;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// The results of a batch, read as they come. Whoever lets go of them has read what they wanted; what is left is read here, to the end, for a statement behind it may have failed:
/// MySqlConnector 2.6 keeps that to itself when a reader is closed (<c>findings/mysqlconnector-closed-reader-loses-errors.sh</c>), and the transaction would be committed without it.
/// Where nothing is left that asks nobody.
/// </summary>
/// <param name="rows">The driver's.</param>
/// <param name="settled">Told once that all of them was read and nothing failed.</param>
/// <param name="cancellation">Stops reading what is left.</param>
internal sealed class SqlRows(DbDataReader rows, Action settled, CancellationToken cancellation) : DbDataReader
{
    private bool _hasFailed, _isOver;

    public override int Depth => rows.Depth;

    public override int FieldCount => rows.FieldCount;

    public override bool HasRows => rows.HasRows;

    public override bool IsClosed => rows.IsClosed;

    public override int RecordsAffected => rows.RecordsAffected;

    public override object this[int ordinal] => rows[ordinal];

    public override object this[string name] => rows[name];

    public override Task<bool> ReadAsync(CancellationToken cancellationToken) => Noted(rows.ReadAsync(cancellationToken));

    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) => Noted(rows.NextResultAsync(cancellationToken));

    public override bool Read() => throw new NotSupportedException("rows are awaited");

    public override bool NextResult() => throw new NotSupportedException("results are awaited");

    public override bool GetBoolean(int ordinal) => rows.GetBoolean(ordinal);

    public override byte GetByte(int ordinal) => rows.GetByte(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => rows.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);

    public override char GetChar(int ordinal) => rows.GetChar(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => rows.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);

    public override string GetDataTypeName(int ordinal) => rows.GetDataTypeName(ordinal);

    public override DateTime GetDateTime(int ordinal) => rows.GetDateTime(ordinal);

    public override decimal GetDecimal(int ordinal) => rows.GetDecimal(ordinal);

    public override double GetDouble(int ordinal) => rows.GetDouble(ordinal);

    public override IEnumerator GetEnumerator() => throw new NotSupportedException("rows are awaited");

    public override Type GetFieldType(int ordinal) => rows.GetFieldType(ordinal);

    public override T GetFieldValue<T>(int ordinal) => rows.GetFieldValue<T>(ordinal);

    public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken) => rows.GetFieldValueAsync<T>(ordinal, cancellationToken);

    public override float GetFloat(int ordinal) => rows.GetFloat(ordinal);

    public override Guid GetGuid(int ordinal) => rows.GetGuid(ordinal);

    public override short GetInt16(int ordinal) => rows.GetInt16(ordinal);

    public override int GetInt32(int ordinal) => rows.GetInt32(ordinal);

    public override long GetInt64(int ordinal) => rows.GetInt64(ordinal);

    public override string GetName(int ordinal) => rows.GetName(ordinal);

    public override int GetOrdinal(string name) => rows.GetOrdinal(name);

    public override string GetString(int ordinal) => rows.GetString(ordinal);

    public override object GetValue(int ordinal) => rows.GetValue(ordinal);

    public override int GetValues(object[] values) => rows.GetValues(values);

    public override bool IsDBNull(int ordinal) => rows.IsDBNull(ordinal);

    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) => rows.IsDBNullAsync(ordinal, cancellationToken);

    public override Task CloseAsync() => DisposeAsync().AsTask();

    /// <summary>Reads what is left, and closes.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_isOver)
            await EndAsync();
        await base.DisposeAsync();
    }

    // Without awaiting, nothing is known to have been read to its end.
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isOver)
            rows.Dispose();
        _isOver = true;
        base.Dispose(disposing);
    }

    private async ValueTask EndAsync()
    {
        _isOver = true;
        try
        {
            if (_hasFailed)
                return;
            while (await rows.NextResultAsync(cancellation))
            {
            }

            settled();
        }
        finally
        {
            await rows.DisposeAsync();
        }
    }

    // Most rows are there already.
    private Task<bool> Noted(Task<bool> step) => step.IsCompletedSuccessfully ? step : NotedAsync(step);

    private async Task<bool> NotedAsync(Task<bool> step)
    {
        try
        {
            return await step;
        }
        catch
        {
            _hasFailed = true; // nothing is left to be read: the driver has dropped it
            throw;
        }
    }
}
