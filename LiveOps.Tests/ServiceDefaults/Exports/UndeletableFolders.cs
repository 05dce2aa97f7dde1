using LiveOps.ServiceDefaults.Exports.Targets;

namespace LiveOps.Tests.ServiceDefaults.Exports;

/// <summary>A target that fails where a folder is to be deleted, as if the run had been cut off there.</summary>
internal sealed class UndeletableFolders(IExportTarget inner) : IExportTarget
{
    public Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation) => inner.WriteAsync(path, write, cancellation);

    public Task<long?> LengthAsync(string path, CancellationToken cancellation) => inner.LengthAsync(path, cancellation);

    public Task DeleteAsync(string path, CancellationToken cancellation) => inner.DeleteAsync(path, cancellation);

    public Task<IReadOnlyList<string>> FoldersAsync(string under, CancellationToken cancellation) => inner.FoldersAsync(under, cancellation);

    public Task DeleteFolderAsync(string folder, CancellationToken cancellation) => throw new ExportException("as the test wants it");
}
