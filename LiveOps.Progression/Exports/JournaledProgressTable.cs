using System.Runtime.CompilerServices;
using LiveOps.Progression.Players;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.Tables;

namespace LiveOps.Progression.Exports;

/// <summary>The players in memory, some at a time: each as it is when its turn comes, so that events are applied between.</summary>
internal sealed class JournaledProgressTable(ProgressionState state) : IExportTable
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
        var some = new List<CopiedProgress>();
        for (int at = 0; at >= 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            some.Clear();
            at = state.CopyProgress(at, some);
            foreach (CopiedProgress player in some)
                yield return ProgressColumns.Row(player);
        }

        await Task.CompletedTask;
    }
}
