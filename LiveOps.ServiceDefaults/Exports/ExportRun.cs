using System.Globalization;
using System.Runtime.ExceptionServices;
using LiveOps.ServiceDefaults.Exports.Targets;
using LiveOps.Tables;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>
/// Exports a service's tables. One run, whoever starts it:
/// <list type="number">
/// <item>the manifest of a former run of the same day is taken away, so that nobody takes the files that follow for its own;</item>
/// <item>each table is read as it is written, into a file of its own, which has its name once it is whole;</item>
/// <item>the manifest, with the files' rows, lengths and sums, is written last: from then on there is an export of that day.</item>
/// </list>
/// A run that is killed leaves files without a manifest, and the next one of that day replaces them. Two at once write the same names, each file whole; one that finds that another came between fails.
/// </summary>
/// <param name="service">Whose tables they are.</param>
/// <param name="plan">Where to, and in which form.</param>
/// <param name="target">Where the plan says.</param>
/// <param name="tables">What is exported and archived.</param>
/// <param name="clock">Says which days are over.</param>
/// <param name="logger">Told what is written and what is let go of.</param>
/// <param name="auditKeep">For how long the audit is shown, where it is archived: of a day that is older only a part would be.</param>
internal sealed partial class ExportRun(
    string service, ExportPlan plan, IExportTarget target, IReadOnlyList<IExportTable> tables, TimeProvider clock, ILogger<ExportRun> logger, TimeSpan? auditKeep = null)
{
    private const string DayForm = "yyyy-MM-dd";

    // How far back days are archived that nobody archived: runs that failed, or a system that stood still.
    private const int MostDaysBack = 7;

    // What a day has left is there once what was under way at its end is done, and its periods are closed.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <summary>Whether there is a whole export of a day.</summary>
    public async Task<bool> IsDoneAsync(ExportKind kind, DateOnly day, CancellationToken cancellation) =>
        !tables.Any(table => table.Kind == kind) || await target.LengthAsync(Path(kind, day, ExportManifest.FileName), cancellation) is not null;

    /// <summary>Exports all tables as they are, named after a day.</summary>
    /// <exception cref="ExportException">Something could not be written.</exception>
    public Task ExportAsync(DateOnly day, CancellationToken cancellation) => WriteAsync(ExportKind.Export, day, plan.Format, cancellation);

    /// <summary>
    /// Archives the days that are over and not archived yet: as far back as a week, or to the last that was archived; how many, and how many wait. A day that still owes something
    /// (<see cref="IExportTable.IsSettledAsync"/>) is left for the next time, until it is the last that is looked at.
    /// </summary>
    /// <exception cref="ExportException">Something could not be written.</exception>
    public async Task<(int Archived, int Waiting)> ArchiveAsync(CancellationToken cancellation)
    {
        DateOnly today = DateOf(clock.GetUtcNow() - Settled), week = today.AddDays(-MostDaysBack), first = await FirstAsync(week, cancellation);
        int archived = 0, waiting = 0;
        ExceptionDispatchInfo? fault = null;
        for (DateOnly day = first; day < today; day = day.AddDays(1))
        {
            if (await IsDoneAsync(ExportKind.Archive, day, cancellation))
                continue;
            if (day > first && day > week && !await IsSettledAsync(day, cancellation))
            {
                waiting++;
                continue;
            }

            try
            {
                await WriteAsync(ExportKind.Archive, day, plan.ArchiveFormat, cancellation);
                archived++;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                Log.NotArchived(logger, Text(day), e.Message);
                fault ??= ExceptionDispatchInfo.Capture(e); // the days behind it are archived all the same
            }
        }

        fault?.Throw();
        return (archived, waiting);
    }

    /// <summary>Lets go of this service's exports that are older than is kept.</summary>
    /// <exception cref="ExportException">They could not be deleted.</exception>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        DateOnly oldest = DateOf(clock.GetUtcNow()).AddDays(-plan.KeepDays);
        string all = Folder(ExportKind.Export);
        foreach (string name in await target.FoldersAsync(all, cancellation))
        {
            // What has another name is somebody else's.
            if (DayOf(name) is not { } day || day >= oldest)
                continue;
            // First: who is cut off in the middle leaves no manifest over files that are gone.
            await target.DeleteAsync($"{all}/{name}/{ExportManifest.FileName}", cancellation);
            await target.DeleteFolderAsync($"{all}/{name}", cancellation);
            Log.Forgotten(logger, name);
        }
    }

    // A week back; two where something was archived by then, so that a day whose last night failed is tried again; farther where for longer nothing was; not so far that a part of the day's audit is
    // shown no more.
    private async Task<DateOnly> FirstAsync(DateOnly week, CancellationToken cancellation)
    {
        DateOnly?[] days = [.. (await target.FoldersAsync(Folder(ExportKind.Archive), cancellation)).Select(DayOf)];
        DateOnly back = week.AddDays(-MostDaysBack), first = week;
        if (days.Max() is { } last && last < week)
            first = last;
        else if (days.Min() is { } oldest && oldest < week)
            first = oldest > back ? oldest : back;
        return auditKeep is { } keep && DateOf(clock.GetUtcNow() - keep).AddDays(1) is var whole && whole > first ? whole : first;
    }

    private async Task<bool> IsSettledAsync(DateOnly day, CancellationToken cancellation)
    {
        foreach (IExportTable table in tables.Where(table => table.Kind == ExportKind.Archive))
        {
            if (await table.IsSettledAsync(day, cancellation))
                continue;
            Log.NotSettled(logger, Text(day), table.Name);
            return false;
        }

        return true;
    }

    private async Task WriteAsync(ExportKind kind, DateOnly day, TableFormat format, CancellationToken cancellation)
    {
        IExportTable[] wanted = [.. tables.Where(table => table.Kind == kind)];
        if (wanted.Length == 0)
            return;
        DateTimeOffset started = clock.GetUtcNow();
        await target.DeleteAsync(Path(kind, day, ExportManifest.FileName), cancellation);
        var files = new List<ExportedFile>();
        foreach (IExportTable table in wanted)
            files.Add(await WriteAsync(table, day, format, cancellation));
        var manifest = new ExportManifest(service, Word(kind), Text(day), started, clock.GetUtcNow(), files);
        await target.WriteAsync(Path(kind, day, ExportManifest.FileName), stream => manifest.WriteAsync(stream, cancellation), cancellation);
        await CheckAsync(kind, day, files, cancellation);
        Log.Done(logger, manifest.Kind, manifest.Day, files.Sum(file => file.Rows), files.Count, files.Sum(file => file.Bytes));
    }

    // What another run of that day wrote meanwhile is whole, but not what this manifest says.
    private async Task CheckAsync(ExportKind kind, DateOnly day, List<ExportedFile> files, CancellationToken cancellation)
    {
        foreach (ExportedFile file in files)
        {
            if (await target.LengthAsync(Path(kind, day, file.Name), cancellation) == file.Bytes)
                continue;
            await target.DeleteAsync(Path(kind, day, ExportManifest.FileName), cancellation);
            throw new ExportException($"another run wrote the {Word(kind)} of {Text(day)} at the same time");
        }
    }

    private async Task<ExportedFile> WriteAsync(IExportTable table, DateOnly day, TableFormat format, CancellationToken cancellation)
    {
        string name = table.Name + TableFile.Ending(format);
        ExportedFile? file = null;
        await target.WriteAsync(
            Path(table.Kind, day, name),
            async stream =>
            {
                await using var summed = new SummedStream(stream);
                long rows = 0;
                await using (var buffered = new BufferedStream(summed, 1 << 16))
                {
                    await using (ITableWriter writer = await TableFile.CreateAsync(buffered, format, table.Columns, cancellation))
                    {
                        await foreach (object?[] row in table.ReadAsync(day, cancellation))
                        {
                            await writer.AddAsync(row, cancellation);
                            rows++;
                        }

                        await writer.EndAsync(cancellation);
                    }

                    await buffered.FlushAsync(cancellation);
                    file = new ExportedFile(name, rows, summed.Sum().Bytes, summed.Sum().Sha256);
                }
            },
            cancellation);
        return file!;
    }

    private string Folder(ExportKind kind) => $"{service}/{(kind == ExportKind.Export ? "exports" : "archive")}";

    private string Path(ExportKind kind, DateOnly day, string name) => $"{Folder(kind)}/{Text(day)}/{name}";

    private static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    private static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    // Of a folder's name; none where it is somebody else's.
    private static DateOnly? DayOf(string name) => DateOnly.TryParseExact(name, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    private static string Word(ExportKind kind) => kind == ExportKind.Export ? "export" : "archive";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The {Kind} of {Day} is whole: {Rows} rows in {Files} files, {Bytes} bytes.")]
        public static partial void Done(ILogger logger, string kind, string day, long rows, int files, long bytes);

        [LoggerMessage(LogLevel.Information, "The archive of {Day} waits: its {Table} are not all closed yet.")]
        public static partial void NotSettled(ILogger logger, string day, string table);

        [LoggerMessage(LogLevel.Warning, "The archive of {Day} was not written: {Reason}")]
        public static partial void NotArchived(ILogger logger, string day, string reason);

        [LoggerMessage(LogLevel.Information, "The export of {Day} is deleted: it is older than EXPORT_KEEP_DAYS.")]
        public static partial void Forgotten(ILogger logger, string day);
    }
}
