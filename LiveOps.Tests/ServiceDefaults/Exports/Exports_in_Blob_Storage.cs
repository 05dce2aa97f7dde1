using System.Security.Cryptography;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Exports.Targets;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tables;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Azurite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.ServiceDefaults.Exports;

/// <summary>Exports to a storage account that speaks Azure's own protocol.</summary>
public sealed class Exports_in_Blob_Storage : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private AzuriteServer _server = null!;
    private BlobContainerClient _container = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await AzuriteServer.StartAsync();
        _container = new BlobServiceClient(_server.ConnectionString).GetBlobContainerClient("exports");
        await _container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Files_of_many_blocks_are_whole_and_the_manifest_says_their_sums()
    {
        await Run(new NumbersTable("numbers", ExportKind.Export, 400_000)).ExportAsync(Day, TestContext.Current.CancellationToken); // more than two blocks

        BlobDownloadResult content = (await _container.GetBlobClient("game/test/exports/2026-11-20/numbers.csv").DownloadContentAsync(TestContext.Current.CancellationToken)).Value;
        BlobDownloadResult manifest = (await _container.GetBlobClient("game/test/exports/2026-11-20/manifest.json").DownloadContentAsync(TestContext.Current.CancellationToken)).Value;
        JsonElement file = JsonElement.Parse(manifest.Content.ToMemory().Span).GetProperty("files")[0];
        Assert.True(content.Content.ToMemory().Length > 2 * (8 << 20));
        Assert.Equal(content.Content.ToMemory().Length, file.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content.Content.ToMemory().Span)), file.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task What_breaks_off_leaves_no_blob()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(new NumbersTable("numbers", ExportKind.Export, 400_000, failsAt: 390_000)).ExportAsync(Day, TestContext.Current.CancellationToken));

        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_later_fails_and_the_blob_is_the_other_s_whole()
    {
        var slow = new NumbersTable("numbers", ExportKind.Export, 400_000, waitsAt: 390_000); // two blocks are sent
        Task late = Run(slow).ExportAsync(Day, TestContext.Current.CancellationToken);
        await slow.Waits;

        await Run(new NumbersTable("numbers", ExportKind.Export, 300_000)).ExportAsync(Day, TestContext.Current.CancellationToken);
        slow.GoOn();

        await Assert.ThrowsAsync<ExportException>(() => late);
        BlobDownloadResult content = (await _container.GetBlobClient("game/test/exports/2026-11-20/numbers.csv").DownloadContentAsync(TestContext.Current.CancellationToken)).Value;
        BlobDownloadResult manifest = (await _container.GetBlobClient("game/test/exports/2026-11-20/manifest.json").DownloadContentAsync(TestContext.Current.CancellationToken)).Value;
        JsonElement file = JsonElement.Parse(manifest.Content.ToMemory().Span).GetProperty("files")[0];
        Assert.Equal(300_000, file.GetProperty("rows").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content.Content.ToMemory().Span)), file.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task A_second_run_replaces_the_first_and_old_days_are_let_go_of()
    {
        ExportRun run = Run(new NumbersTable("numbers", ExportKind.Export, 5));
        await run.ExportAsync(Day.AddDays(-11), TestContext.Current.CancellationToken);
        await run.ExportAsync(Day, TestContext.Current.CancellationToken);

        await Run(new NumbersTable("numbers", ExportKind.Export, 6)).ExportAsync(Day, TestContext.Current.CancellationToken);
        await run.ForgetAsync(TestContext.Current.CancellationToken);

        Assert.True(await run.IsDoneAsync(ExportKind.Export, Day, TestContext.Current.CancellationToken));
        Assert.False(await run.IsDoneAsync(ExportKind.Export, Day.AddDays(-11), TestContext.Current.CancellationToken));
        Assert.Equal(["game/test/exports/2026-11-20/manifest.json", "game/test/exports/2026-11-20/numbers.csv"], await NamesAsync());
        Assert.Contains("\"rows\": 6", (await _container.GetBlobClient("game/test/exports/2026-11-20/manifest.json").DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_told_in_a_sentence()
    {
        var plan = new ExportPlan(_server.Url + "/nobody", new TimeOnly(3, 0), TableFormat.Csv, 10, _server.ConnectionString);

        ExportException told = await Assert.ThrowsAsync<ExportException>(() => ExportTargets.Open(plan).WriteAsync("a/b", stream => stream.WriteAsync(new byte[1], TestContext.Current.CancellationToken).AsTask(), TestContext.Current.CancellationToken));

        Assert.Contains("404 (ContainerNotFound)", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_of_another_account_is_a_mistake() => Assert.Contains(
        "another storage account",
        Assert.Throws<SettingException>(() => ExportTargets.Open(new ExportPlan("https://other.blob.core.windows.net/exports", default, TableFormat.Csv, 10, _server.ConnectionString))).Message,
        StringComparison.Ordinal);

    private ExportRun Run(params IExportTable[] tables)
    {
        var plan = new ExportPlan(_server.Url + "/exports/game", new TimeOnly(3, 0), TableFormat.Csv, KeepDays: 10, _server.ConnectionString);
        return new ExportRun("test", plan, ExportTargets.Open(plan), tables, _clock, NullLogger<ExportRun>.Instance);
    }

    private async Task<string[]> NamesAsync()
    {
        var names = new List<string>();
        await foreach (BlobItem blob in _container.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            names.Add(blob.Name);
        return [.. names];
    }
}
