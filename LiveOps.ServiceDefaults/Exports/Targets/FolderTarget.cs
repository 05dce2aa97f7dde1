using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Exports.Targets;

/// <summary>
/// A folder: a file is written under another name beside its own, which is this writer's alone, brought to the disk, and then renamed, which a file system does whole or not at all. What others have
/// begun of the same file is then taken away: the rest of a run that was cut off, or of one that is under way and fails of it.
/// </summary>
internal sealed class FolderTarget : IExportTarget
{
    private const string Unfinished = ".part";

    private readonly string _root;

    /// <param name="root">The folder; it is made where it is not there.</param>
    /// <exception cref="SettingException">It can neither be used nor made.</exception>
    public FolderTarget(string root)
    {
        _root = Path.GetFullPath(root);
        try
        {
            Directory.CreateDirectory(_root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingException($"EXPORT_TO is a folder that cannot be made: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation) => TryAsync(async () =>
    {
        string file = Full(path), aside = $"{file}.{Guid.NewGuid():N}{Unfinished}";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            await using (FileStream stream = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }

            cancellation.ThrowIfCancellationRequested();
            File.Move(aside, file, overwrite: true);
            foreach (string begun in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}.*{Unfinished}"))
                File.Delete(begun);
        }
        finally
        {
            File.Delete(aside); // there only when something failed
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string path, CancellationToken cancellation) => TryAsync(() =>
    {
        var file = new FileInfo(Full(path));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    });

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellation) => TryAsync(() =>
    {
        if (File.Exists(Full(path)))
            File.Delete(Full(path));
        return Task.FromResult(true);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FoldersAsync(string under, CancellationToken cancellation) => TryAsync(() => Task.FromResult<IReadOnlyList<string>>(
        Directory.Exists(Full(under)) ? [.. Directory.EnumerateDirectories(Full(under)).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)] : []));

    /// <inheritdoc/>
    public Task DeleteFolderAsync(string folder, CancellationToken cancellation) => TryAsync(() =>
    {
        if (Directory.Exists(Full(folder)))
            Directory.Delete(Full(folder), recursive: true);
        return Task.FromResult(true);
    });

    private string Full(string path) => Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));

    private static async Task<T> TryAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (DiskTrouble.Is(e))
        {
            throw new ExportException($"the folder of exports cannot be used: {e.Message}", e);
        }
    }
}
