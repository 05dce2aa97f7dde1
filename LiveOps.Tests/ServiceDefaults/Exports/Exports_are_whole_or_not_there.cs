using System.Security.Cryptography;
using System.Text.Json;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Exports.Targets;
using LiveOps.Tables;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Parquet;

namespace LiveOps.Tests.ServiceDefaults.Exports;

/// <summary>Who reads an export reads all of it, or sees that there is none.</summary>
public sealed class Exports_are_whole_or_not_there : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));

    private string Root => _folder.File("exports");

    [Theory]
    [InlineData(TableFormat.Csv, "numbers.csv")]
    [InlineData(TableFormat.Ndjson, "numbers.ndjson")]
    [InlineData(TableFormat.Parquet, "numbers.parquet")]
    public async Task A_manifest_says_rows_length_and_sum_of_each_file(TableFormat format, string name)
    {
        await Run(format, new NumbersTable("numbers", ExportKind.Export, 60_001)).ExportAsync(Day, TestContext.Current.CancellationToken);

        JsonElement manifest = Manifest(Day);
        JsonElement file = Assert.Single(manifest.GetProperty("files").EnumerateArray());
        byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(Root, "test/exports/2026-11-20", name), TestContext.Current.CancellationToken);
        Assert.Equal(("test", "export", "2026-11-20"), (manifest.GetProperty("service").GetString(), manifest.GetProperty("kind").GetString(), manifest.GetProperty("day").GetString()));
        Assert.Equal((name, 60_001, bytes.Length), (file.GetProperty("name").GetString(), file.GetProperty("rows").GetInt32(), file.GetProperty("bytes").GetInt32()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
        Assert.Equal(60_001, await RowsAsync(format, bytes));
    }

    [Fact]
    public async Task A_run_that_fails_takes_the_former_manifest_away_and_leaves_no_half_file_and_the_next_one_replaces_all()
    {
        await Run(TableFormat.Csv, new NumbersTable("a", ExportKind.Export, 10), new NumbersTable("b", ExportKind.Export, 10)).ExportAsync(Day, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Run(TableFormat.Csv, new NumbersTable("a", ExportKind.Export, 20), new NumbersTable("b", ExportKind.Export, 90_000, failsAt: 80_000)).ExportAsync(Day, TestContext.Current.CancellationToken));
        ExportRun run = Run(TableFormat.Csv, new NumbersTable("a", ExportKind.Export, 30), new NumbersTable("b", ExportKind.Export, 30));

        Assert.False(await run.IsDoneAsync(ExportKind.Export, Day, TestContext.Current.CancellationToken));
        Assert.Equal(["a.csv", "b.csv"], Names("test/exports/2026-11-20"));
        Assert.Equal(11, (await File.ReadAllLinesAsync(Path.Combine(Root, "test/exports/2026-11-20/b.csv"), TestContext.Current.CancellationToken)).Length);
        await run.ExportAsync(Day, TestContext.Current.CancellationToken);
        Assert.True(await run.IsDoneAsync(ExportKind.Export, Day, TestContext.Current.CancellationToken));
        Assert.Equal([30, 30], Manifest(Day).GetProperty("files").EnumerateArray().Select(file => file.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_later_fails_and_what_stands_is_the_other_s_whole()
    {
        var slow = new NumbersTable("numbers", ExportKind.Export, 90_000, waitsAt: 80_000);
        Task late = Run(TableFormat.Csv, slow).ExportAsync(Day, TestContext.Current.CancellationToken);
        await slow.Waits;
        // Cut off here, it would leave this.
        Assert.EndsWith(".part", Assert.Single(Names("test/exports/2026-11-20")), StringComparison.Ordinal);

        await Run(TableFormat.Csv, new NumbersTable("numbers", ExportKind.Export, 60_000)).ExportAsync(Day, TestContext.Current.CancellationToken);
        slow.GoOn();

        await Assert.ThrowsAsync<ExportException>(() => late);
        Assert.Equal(["manifest.json", "numbers.csv"], Names("test/exports/2026-11-20"));
        JsonElement file = Assert.Single(Manifest(Day).GetProperty("files").EnumerateArray());
        Assert.Equal(60_000, file.GetProperty("rows").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Root, "test/exports/2026-11-20/numbers.csv"), TestContext.Current.CancellationToken))), file.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task A_manifest_over_files_that_another_run_has_replaced_is_taken_away()
    {
        var slow = new NumbersTable("b", ExportKind.Export, 20, waitsAt: 10);
        Task run = Run(TableFormat.Csv, new NumbersTable("a", ExportKind.Export, 10), slow).ExportAsync(Day, TestContext.Current.CancellationToken);
        await slow.Waits;
        await File.WriteAllTextAsync(Path.Combine(Root, "test/exports/2026-11-20/a.csv"), "another's", TestContext.Current.CancellationToken);
        slow.GoOn();

        Assert.Contains("at the same time", (await Assert.ThrowsAsync<ExportException>(() => run)).Message, StringComparison.Ordinal);
        Assert.Equal(["a.csv", "b.csv"], Names("test/exports/2026-11-20"));
    }

    [Fact]
    public async Task What_is_let_go_of_loses_its_manifest_first()
    {
        ExportRun run = Run(TableFormat.Csv, new NumbersTable("a", ExportKind.Export, 1));
        await run.ExportAsync(Day.AddDays(-11), TestContext.Current.CancellationToken);
        var plan = new ExportPlan(Root, new TimeOnly(3, 0), TableFormat.Csv, KeepDays: 10, Connection: null);
        var stuck = new ExportRun("test", plan, new UndeletableFolders(ExportTargets.Open(plan)), [new NumbersTable("a", ExportKind.Export, 1)], _clock, NullLogger<ExportRun>.Instance);

        await Assert.ThrowsAsync<ExportException>(() => stuck.ForgetAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["a.csv"], Names("test/exports/2026-11-09"));
    }

    [Fact]
    public async Task A_day_that_has_not_settled_is_archived_later_and_at_the_last_as_it_is()
    {
        var periods = new NumbersTable("periods", ExportKind.Archive, 1) { Unsettled = { Day.AddDays(-1), Day.AddDays(-3) } };
        ExportRun run = Run(TableFormat.Csv, periods);

        Assert.Equal((5, 2), await run.ArchiveAsync(TestContext.Current.CancellationToken));
        Assert.False(await run.IsDoneAsync(ExportKind.Archive, Day.AddDays(-1), TestContext.Current.CancellationToken));
        periods.Unsettled.Remove(Day.AddDays(-1));
        Assert.Equal(1, (await run.ArchiveAsync(TestContext.Current.CancellationToken)).Archived);
        _clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(5, (await run.ArchiveAsync(TestContext.Current.CancellationToken)).Archived); // four days, and the one whose last night it is
    }

    [Fact]
    public async Task After_a_long_failure_all_its_days_are_archived_but_none_of_which_the_audit_shows_only_a_part()
    {
        var table = new NumbersTable("log", ExportKind.Archive, 1);
        await Run(TableFormat.Csv, table).ArchiveAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(30, (await Run(TableFormat.Csv, table).ArchiveAsync(TestContext.Current.CancellationToken)).Archived);

        _clock.Advance(TimeSpan.FromDays(30));
        var plan = new ExportPlan(Root, new TimeOnly(3, 0), TableFormat.Csv, KeepDays: 10, Connection: null);
        var run = new ExportRun("test", plan, ExportTargets.Open(plan), [table], _clock, NullLogger<ExportRun>.Instance, auditKeep: TimeSpan.FromDays(3));
        Assert.Equal(2, (await run.ArchiveAsync(TestContext.Current.CancellationToken)).Archived); // of the third day before, what was before three o'clock is gone
    }

    [Fact]
    public async Task Exports_are_let_go_of_after_their_days_and_archives_and_what_others_put_there_are_not()
    {
        ExportRun run = Run(TableFormat.Csv, new NumbersTable("a", ExportKind.Export, 1), new NumbersTable("log", ExportKind.Archive, 1));
        for (int ago = 0; ago < 12; ago++)
            await run.ExportAsync(Day.AddDays(-ago), TestContext.Current.CancellationToken);
        await run.ArchiveAsync(TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(Root, "test/exports/mine"));

        await run.ForgetAsync(TestContext.Current.CancellationToken);

        Assert.Equal([.. Enumerable.Range(0, 11).Select(day => $"{Day.AddDays(day - 10):yyyy-MM-dd}"), "mine"], Names("test/exports"));
        Assert.Equal(7, Names("test/archive").Length);
    }

    [Fact]
    public async Task Days_that_are_over_are_archived_once_and_those_that_were_missed_later()
    {
        ExportRun run = Run(TableFormat.Csv, new NumbersTable("log", ExportKind.Archive, 3));

        Assert.Equal(7, (await run.ArchiveAsync(TestContext.Current.CancellationToken)).Archived);
        Assert.Equal(0, (await run.ArchiveAsync(TestContext.Current.CancellationToken)).Archived);
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, (await run.ArchiveAsync(TestContext.Current.CancellationToken)).Archived);
        Assert.Equal([.. Enumerable.Range(0, 9).Select(day => $"{Day.AddDays(day - 7):yyyy-MM-dd}")], Names("test/archive"));
        Assert.All(await File.ReadAllLinesAsync(Path.Combine(Root, "test/archive/2026-11-21/log.ndjson"), TestContext.Current.CancellationToken), line => Assert.Contains("\"day\":\"2026-11-21\"", line, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private ExportRun Run(TableFormat format, params IExportTable[] tables)
    {
        var plan = new ExportPlan(Root, new TimeOnly(3, 0), format, KeepDays: 10, Connection: null);
        return new ExportRun("test", plan, ExportTargets.Open(plan), tables, _clock, NullLogger<ExportRun>.Instance);
    }

    private JsonElement Manifest(DateOnly day) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Root, $"test/exports/{day:yyyy-MM-dd}/manifest.json")));

    private string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(Path.Combine(Root, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static async Task<long> RowsAsync(TableFormat format, byte[] bytes)
    {
        if (format != TableFormat.Parquet)
            return bytes.Count(one => one == '\n') - (format == TableFormat.Csv ? 1 : 0);
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes), cancellationToken: TestContext.Current.CancellationToken);
        long rows = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader one = reader.OpenRowGroupReader(group);
            rows += one.RowCount;
        }

        return rows;
    }
}
