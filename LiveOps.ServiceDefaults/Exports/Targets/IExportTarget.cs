namespace LiveOps.ServiceDefaults.Exports.Targets;

/// <summary>Where exports go: files in folders, whose paths have <c>/</c> between their parts.</summary>
internal interface IExportTarget
{
    /// <summary>Writes a file, which has its name once it is whole and not before; one of that name is replaced. Of two that write it at a time the one that ends later fails.</summary>
    /// <exception cref="ExportException">It could not be written, or was written by another meanwhile.</exception>
    Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation);

    /// <summary>How long a file is, in bytes; null where there is none.</summary>
    /// <exception cref="ExportException">That cannot be seen.</exception>
    Task<long?> LengthAsync(string path, CancellationToken cancellation);

    /// <summary>Deletes a file; none is no error.</summary>
    /// <exception cref="ExportException">It could not be deleted.</exception>
    Task DeleteAsync(string path, CancellationToken cancellation);

    /// <summary>The names of the folders right under one; none where that is not there.</summary>
    /// <exception cref="ExportException">They cannot be seen.</exception>
    Task<IReadOnlyList<string>> FoldersAsync(string under, CancellationToken cancellation);

    /// <summary>Deletes a folder with all that is in it.</summary>
    /// <exception cref="ExportException">It could not be deleted.</exception>
    Task DeleteFolderAsync(string folder, CancellationToken cancellation);
}
