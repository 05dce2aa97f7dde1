using System.Runtime.CompilerServices;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.Tables;

namespace LiveOps.Tests.ServiceDefaults.Exports;

/// <summary>A table of so many rows, which may break off at one of them, or wait there.</summary>
internal sealed class NumbersTable(string name, ExportKind kind, int rows, int failsAt = -1, int waitsAt = -1) : IExportTable
{
    private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously), _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once it waits.</summary>
    public Task Waits => _waits.Task;

    /// <summary>The days whose rows are not all there yet.</summary>
    public HashSet<DateOnly> Unsettled { get; } = [];

    public string Name => name;

    public ExportKind Kind => kind;

    public IReadOnlyList<Column> Columns { get; } = [new("number", ColumnKind.Whole), new("text", ColumnKind.Text), new("day", ColumnKind.Id), new("at", ColumnKind.Time)];

    /// <summary>Has it wait no longer.</summary>
    public void GoOn() => _goesOn.SetResult();

    public Task<bool> IsSettledAsync(DateOnly day, CancellationToken cancellation) => Task.FromResult(!Unsettled.Contains(day));

    public async IAsyncEnumerable<object?[]> ReadAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int i = 0; i < rows; i++)
        {
            if (i == failsAt)
                throw new InvalidOperationException("as the test wants it");
            if (i == waitsAt)
            {
                _waits.SetResult();
                await _goesOn.Task.WaitAsync(cancellation);
            }

            yield return [(long)i, i % 7 == 0 ? null : $"row \"{i}\", of some", $"{day:yyyy-MM-dd}", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero).AddSeconds(i)];
        }

        await Task.CompletedTask;
    }
}
