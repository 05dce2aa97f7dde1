namespace LiveOps.Cli.Importing;

/// <summary>
/// What became of rows, in their order though verdicts come in another: a row is entered when all before it are. So what is entered is what a checkpoint may pass over, and no count has a row twice.
/// </summary>
internal sealed class RowLedger(Checkpoint counts, Action<RowOutcome> entered)
{
    private readonly Dictionary<long, RowOutcome> _ahead = [];
    private readonly Dictionary<(string Player, string Id), Queue<(long Row, long Line)>> _open = [];

    /// <summary>A row is on its way.</summary>
    public void Send(long row, long line, string playerId, string id)
    {
        // The same event twice in one file has one verdict for both, or two: each settles the first that is open.
        if (!_open.TryGetValue((playerId, id), out Queue<(long, long)>? rows))
            _open.Add((playerId, id), rows = new Queue<(long, long)>());
        rows.Enqueue((row, line));
    }

    /// <summary>The service said of an event what became of it.</summary>
    public void Settle(string playerId, string id, string? problem, string? detail)
    {
        if (!_open.TryGetValue((playerId, id), out Queue<(long Row, long Line)>? rows))
            return;
        (long row, long line) = rows.Dequeue();
        if (rows.Count == 0)
            _open.Remove((playerId, id));
        Enter(row, new RowOutcome(line, problem, detail, playerId));
    }

    /// <summary>A row's outcome is known.</summary>
    public void Enter(long row, RowOutcome outcome)
    {
        _ahead.Add(row, outcome);
        while (_ahead.Remove(counts.Rows, out RowOutcome next))
        {
            counts.Count(next.Problem);
            entered(next);
        }
    }
}
