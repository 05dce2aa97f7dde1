namespace LiveOps.Cli.Exporting;

/// <summary>Writes a table in one form.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    Task AddAsync(object?[] row, CancellationToken cancellation);

    /// <summary>Writes what is left, and the end.</summary>
    Task EndAsync(CancellationToken cancellation);
}
