using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Exports.Targets;

/// <summary>
/// A container of Azure Blob Storage, or a folder in one. A blob is sent in blocks, and is there, whole, with the list of them that is sent last
/// (https://learn.microsoft.com/rest/api/storageservices/put-block-list): one that was cut off leaves nothing, and the storage forgets its blocks within a week.
/// </summary>
internal sealed class BlobTarget : IExportTarget
{
    // At most 50,000 blocks a blob: 400 GB a file, of which this much is held.
    private const int BlockBytes = 8 << 20;

    private readonly BlobContainerClient _container;
    private readonly string _prefix;

    /// <param name="address">The container's address, perhaps with folders behind it.</param>
    /// <param name="connection">The storage account's connection string; null for the identity of the pod or the machine.</param>
    /// <exception cref="SettingException">The connection string is none, or another account's.</exception>
    public BlobTarget(Uri address, string? connection)
    {
        var parts = new BlobUriBuilder(address);
        _prefix = parts.BlobName.Trim('/') is { Length: > 0 } folder ? folder + "/" : "";
        parts.BlobName = "";
        _container = connection is null ? new BlobContainerClient(parts.ToUri(), AzureCredentials.FromEnvironment()) : Open(connection, parts);
    }

    /// <inheritdoc/>
    public Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation) => TryAsync(async () =>
    {
        // No stream of the client's own (OpenWrite): what it was given it commits when it is disposed of, also where the work before has failed.
        await using var blocks = new BlockStream(_container.GetBlockBlobClient(_prefix + path), BlockBytes);
        await write(blocks);
        await blocks.CommitAsync(cancellation);
        return true;
    });

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string path, CancellationToken cancellation) => TryAsync<long?>(async () =>
    {
        try
        {
            return (await _container.GetBlobClient(_prefix + path).GetPropertiesAsync(cancellationToken: cancellation)).Value.ContentLength;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellation) => TryAsync(() => _container.GetBlobClient(_prefix + path).DeleteIfExistsAsync(cancellationToken: cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FoldersAsync(string under, CancellationToken cancellation) => TryAsync<IReadOnlyList<string>>(async () =>
    {
        string from = $"{_prefix}{under}/";
        var folders = new List<string>();
        var options = new GetBlobsByHierarchyOptions { Delimiter = "/", Prefix = from };
        await foreach (BlobHierarchyItem item in _container.GetBlobsByHierarchyAsync(options, cancellation))
        {
            if (item.IsPrefix)
                folders.Add(item.Prefix[from.Length..].TrimEnd('/'));
        }

        return folders;
    });

    /// <inheritdoc/>
    public Task DeleteFolderAsync(string folder, CancellationToken cancellation) => TryAsync(async () =>
    {
        var options = new GetBlobsOptions { Prefix = $"{_prefix}{folder}/" };
        await foreach (BlobItem item in _container.GetBlobsAsync(options, cancellation))
            await _container.GetBlobClient(item.Name).DeleteIfExistsAsync(cancellationToken: cancellation);
        return true;
    });

    private static BlobContainerClient Open(string connection, BlobUriBuilder address)
    {
        BlobContainerClient container;
        try
        {
            container = new BlobServiceClient(connection).GetBlobContainerClient(address.BlobContainerName);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SettingException("ConnectionStrings__exports is no connection string of a storage account.");
        }

        return container.Uri == address.ToUri() ? container : throw new SettingException("ConnectionStrings__exports opens another storage account than the one in EXPORT_TO.");
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (RequestFailedException e)
        {
            // Its message holds the headers of the answer, and more lines than a log needs.
            throw new ExportException($"Blob Storage refused it with {e.Status} ({e.ErrorCode ?? "no answer"})", e);
        }
        catch (Exception e) when (e is AuthenticationFailedException or AggregateException)
        {
            throw new ExportException("Blob Storage cannot be had: the identity, or the storage account, does not answer", e);
        }
    }
}
