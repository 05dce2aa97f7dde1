using LiveOps.Tables;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>A table that a service exports.</summary>
public interface IExportTable
{
    /// <summary>Its name, and its file's.</summary>
    string Name { get; }

    /// <summary>Which run it is a part of.</summary>
    ExportKind Kind { get; }

    /// <summary>Its columns.</summary>
    IReadOnlyList<Column> Columns { get; }

    /// <summary>Reads its rows, of which only a bounded number is held at a time.</summary>
    /// <param name="day">Of an archive, the day whose rows are asked for; of an export, which is a picture of now, the day that it is named after.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<object?[]> ReadAsync(DateOnly day, CancellationToken cancellation);

    /// <summary>Whether all that a day has left is there, of an archive: what is written once must not be written too early.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot be had.</exception>
    Task<bool> IsSettledAsync(DateOnly day, CancellationToken cancellation) => Task.FromResult(true);
}
