using System.Runtime.CompilerServices;
using LiveOps.Core.Audit;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.Tables;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>A day of a service's audit, newest first, in the columns of <c>liveops export audit</c>.</summary>
internal sealed class AuditTable(string service, IAudit audit) : IExportTable
{
    private const int PageEntries = 500;

    /// <inheritdoc/>
    public string Name => "audit";

    /// <inheritdoc/>
    public ExportKind Kind => ExportKind.Archive;

    /// <inheritdoc/>
    public IReadOnlyList<Column> Columns { get; } =
    [
        new("service", ColumnKind.Id), new("id", ColumnKind.Id), new("at", ColumnKind.Time), new("by", ColumnKind.Text), new("via", ColumnKind.Id), new("from", ColumnKind.Id), new("kind", ColumnKind.Id), new("action", ColumnKind.Id),
        new("outcome", ColumnKind.Id), new("playerId", ColumnKind.Id), new("board", ColumnKind.Id), new("window", ColumnKind.Id), new("policy", ColumnKind.Id), new("version", ColumnKind.Whole), new("reason", ColumnKind.Text),
        new("until", ColumnKind.Time), new("before", ColumnKind.Text), new("after", ColumnKind.Text), new("patch", ColumnKind.Text),
    ];

    /// <inheritdoc/>
    public async IAsyncEnumerable<object?[]> ReadAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DateTime begins = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var query = new AuditQuery(PageEntries) { From = UnixTicks.Of(begins), To = UnixTicks.Of(begins.AddDays(1)) };
        while (true)
        {
            // None: the entry where it begins was let go of meanwhile, and with it all that are older.
            if (await audit.PageAsync(query, cancellation) is not { } page)
                yield break;
            foreach ((string id, AuditEntry entry) in page.Entries)
                yield return Row(id, entry);
            if (page.Next is null)
                yield break;
            query = query with { After = page.Next };
        }
    }

    private object?[] Row(string id, AuditEntry entry) =>
    [
        service, id, Time(entry.At), Text(entry.By), Text(entry.Via), Text(entry.From), entry.Kind, entry.Action, entry.Outcome, Text(entry.PlayerId), Text(entry.Board), Text(entry.Window), Text(entry.Document),
        entry.Version == 0 ? null : (long)entry.Version, Text(entry.Reason), entry.Until == 0 ? null : Time(entry.Until), Text(entry.Before), Text(entry.After), Text(entry.Patch),
    ];

    private static string? Text(string text) => text.Length > 0 ? text : null;

    private static DateTimeOffset Time(long ticks) => UnixTicks.ToUtc(ticks);
}
