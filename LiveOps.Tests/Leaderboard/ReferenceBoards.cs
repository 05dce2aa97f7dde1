using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Tests.Leaderboard;

/// <summary>
/// What boards are, said as simply as possible: rows in a dictionary for each period, sorted whenever somebody asks. Slow, and shares
/// nothing with the real thing but the policy and the calendar.
/// </summary>
internal sealed class ReferenceBoards(LeaderboardPolicy policy)
{
    private readonly SortedDictionary<(string Board, WindowKind Window, long Closes, string Period), Dictionary<string, (long Score, long Time)>> _open = [];
    private readonly List<(string Board, WindowKind Window, string Period, List<(string? Player, long Score, long Time)> Rows)> _closed = [];
    private readonly Dictionary<(string Board, WindowKind Window, string Period), List<long>> _endedEarly = [];
    private readonly HashSet<string> _hidden = [];
    private readonly HashSet<(int Period, int Row)> _hiddenForGood = []; // erased while hidden

    public void Score(string player, string board, long score, long occurred, long now)
    {
        BoardRules rules = policy.RulesOf(board);
        CloseDue(now);
        foreach (WindowKind window in WindowKinds.All.Where(window => rules.Windows[(int)window]))
        {
            if (At(rules, board, window, Math.Min(occurred, now)) is not { } period || (period.Closes != long.MaxValue && period.Closes + rules.Grace <= now))
                continue;
            (string, WindowKind, long, string) key = (board, window, period.Closes, period.Name);
            if (!_open.TryGetValue(key, out Dictionary<string, (long Score, long Time)>? rows))
                _open[key] = rows = [];
            if (!rows.TryGetValue(player, out (long Score, long Time) entry))
                rows[player] = (score, now);
            else if (Combine(rules, entry.Score, score) is var combined && combined != entry.Score)
                rows[player] = (combined, now);
        }
    }

    public bool EndEarly(string board, WindowKind window, long now)
    {
        BoardRules rules = policy.RulesOf(board);
        if (window == WindowKind.All || At(rules, board, window, now) is not { } period
            || !_open.TryGetValue((board, window, period.Closes, period.Name), out Dictionary<string, (long, long)>? rows) || rows.Count == 0)
            return false;
        long end = Math.Max(period.Opens, now / UnixTicks.PerMillisecond * UnixTicks.PerMillisecond);
        string whole = rules.Calendar.At(window, now)!.Value.Name;
        if (!_endedEarly.TryGetValue((board, window, whole), out List<long>? ends))
            _endedEarly[(board, window, whole)] = ends = [];
        ends.Add(end);
        _open.Remove((board, window, period.Closes, period.Name));
        _open.Add((board, window, end, period.Name), rows);
        return true;
    }

    public void CloseDue(long now)
    {
        var due = _open.Where(open => open.Key.Closes != long.MaxValue && open.Key.Closes + policy.RulesOf(open.Key.Board).Grace <= now)
            .OrderBy(open => open.Key.Closes + policy.RulesOf(open.Key.Board).Grace).ToList();
        foreach (((string board, WindowKind window, long closes, string period), Dictionary<string, (long, long)> rows) in due)
        {
            _open.Remove((board, window, closes, period));
            if (rows.Count > 0)
                _closed.Add((board, window, period, [.. Sorted(board, rows).Select(row => ((string?)row.Player, row.Score, row.Time))]));
        }
    }

    public void Hide(string player) => _hidden.Add(player);

    public void Show(string player) => _hidden.Remove(player);

    public bool Remove(string board, WindowKind window, string player)
    {
        bool removed = false;
        foreach (((string b, WindowKind w, _, _), Dictionary<string, (long, long)> rows) in _open)
        {
            if ((b, w) == (board, window))
                removed |= rows.Remove(player);
        }

        return removed;
    }

    public void Erase(string player)
    {
        foreach (Dictionary<string, (long, long)> rows in _open.Values)
            rows.Remove(player);
        for (int period = 0; period < _closed.Count; period++)
        {
            for (int row = 0; row < _closed[period].Rows.Count; row++)
            {
                if (_closed[period].Rows[row].Player != player)
                    continue;
                _closed[period].Rows[row] = _closed[period].Rows[row] with { Player = null };
                if (_hidden.Contains(player))
                    _hiddenForGood.Add((period, row));
            }
        }

        _hidden.Remove(player);
    }

    /// <summary>Everything that can be seen, a line a row.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (((string board, WindowKind window, _, string period), Dictionary<string, (long, long)> rows) in _open)
        {
            int rank = 0;
            foreach ((string player, long score, long time) in Sorted(board, rows).Where(row => !_hidden.Contains(row.Player)))
                yield return $"open {board} {window} {period}: {++rank} {player} {score} {time}";
        }

        for (int i = 0; i < _closed.Count; i++)
        {
            int rank = 0;
            (string board, WindowKind window, string period, List<(string? Player, long Score, long Time)> rows) = _closed[i];
            for (int row = 0; row < rows.Count; row++)
            {
                (string? player, long score, long time) = rows[row];
                if (_hiddenForGood.Contains((i, row)) || (player is not null && _hidden.Contains(player)))
                    continue;
                rank++;
                yield return $"closed {board} {window} {period}: {rank} {player ?? "-"} {score} {time}";
                if (rank <= policy.RulesOf(board).Champions)
                    yield return $"champion {board} {window} {period}: {rank} {player ?? "-"} {score} {time}";
            }
        }
    }

    // The part of the calendar's period that an instant falls in.
    private Period? At(BoardRules rules, string board, WindowKind window, long instant)
    {
        if (rules.Calendar.At(window, instant) is not { } whole)
            return null;
        List<long> ends = _endedEarly.GetValueOrDefault((board, window, whole.Name)) ?? [];
        int part = ends.Count(end => end <= instant);
        return new Period(part == 0 ? whole.Name : $"{whole.Name}~{part + 1}", part == 0 ? whole.Opens : ends[part - 1], part == ends.Count ? whole.Closes : ends[part]);
    }

    private static long Combine(BoardRules rules, long before, long score) => rules.Operator switch
    {
        ScoreOperator.Last => score,
        ScoreOperator.Sum => (long)Int128.Clamp((Int128)before + score, -(1L << 53), 1L << 53),
        _ when rules.Descending => Math.Max(before, score),
        _ => Math.Min(before, score),
    };

    private IEnumerable<(string Player, long Score, long Time)> Sorted(string board, Dictionary<string, (long Score, long Time)> rows) =>
        rows.Select(row => (row.Key, row.Value.Score, row.Value.Time))
            .OrderBy(row => policy.RulesOf(board).Descending ? -row.Score : row.Score).ThenBy(row => row.Time);
}
