using System.Runtime.CompilerServices;
using LiveOps.Progression.Players;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.Tables;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Exports;

/// <summary>The players of the database, all as they were at one moment, in order of their ids.</summary>
internal sealed class SqlProgressTable(SqlDatabase<ProgressContext> database) : IExportTable
{
    /// <inheritdoc/>
    public string Name => "progress";

    /// <inheritdoc/>
    public ExportKind Kind => ExportKind.Export;

    /// <inheritdoc/>
    public IReadOnlyList<Column> Columns => ProgressColumns.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<object?[]> ReadAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using SqlSnapshot<ProgressContext> snapshot = await database.SnapshotAsync(cancellation);
        await foreach (PlayerRow row in snapshot.Context.Players.Where(row => row.UpdatedAt > 0).OrderBy(row => row.PlayerId).AsAsyncEnumerable().WithCancellation(cancellation))
            yield return ProgressColumns.Row(new CopiedProgress(row.PlayerId, row.Level, row.Xp, row.Kills, row.Bosses ?? "{}", row.Items ?? "{}", row.Counters ?? "{}", row.UpdatedAt));
    }
}
