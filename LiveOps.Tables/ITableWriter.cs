namespace LiveOps.Tables;

/// <summary>Writes a table in one form, row by row.</summary>
public interface ITableWriter : IAsyncDisposable
{
    /// <summary>Adds a row.</summary>
    /// <param name="row">A cell for each column: a string, a long, a <see cref="DateTimeOffset"/> or null.</param>
    /// <param name="cancellation">Ends it.</param>
    Task AddAsync(object?[] row, CancellationToken cancellation);

    /// <summary>Writes what is left, and the end.</summary>
    /// <param name="cancellation">Ends it.</param>
    Task EndAsync(CancellationToken cancellation);
}
