using LiveOps.Core.Windows;

namespace LiveOps.Tests.Leaderboard;

/// <summary>What policies do to the seasons of one board, said as simply as possible: the highest score counts, and a grace is the same for all.</summary>
internal sealed class SeasonModel(long grace)
{
    private readonly Dictionary<string, (long Opens, long Closes, Dictionary<string, (long Score, long Time)> Rows)> _open = [];
    private readonly List<(string Id, bool Cancelled, Dictionary<string, (long Score, long Time)> Rows)> _closed = [];
    private long _through = long.MinValue;

    /// <summary>A season of a document.</summary>
    internal sealed record InDocument(string Id, long Opens, long Closes, bool Cancelled);

    /// <summary>The document in force.</summary>
    public List<InDocument> Document { get; private set; } = [];

    /// <summary>The seasons that take scores, with their ends.</summary>
    public IEnumerable<(string Id, long Closes)> Open => _open.Select(season => (season.Key, season.Value.Closes));

    /// <summary>Whether a season was closed.</summary>
    public bool IsClosed(string id) => _closed.Exists(season => season.Id == id);

    public void Rule(List<InDocument> document, long now)
    {
        CloseDue(now);
        Document = document;
        foreach ((string id, (long opens, long closes, var rows)) in _open.ToArray())
        {
            if (document.Find(season => season.Id == id) is not { } season)
                continue; // runs to its end
            long end = Math.Min(closes, Math.Max(now / UnixTicks.PerMillisecond * UnixTicks.PerMillisecond, opens + UnixTicks.PerMillisecond));
            _open[id] = (opens, season.Closes > now && !season.Cancelled ? season.Closes : end, rows);
            if (season.Cancelled)
                Close(id, cancelled: true);
        }
    }

    public void Score(string player, long score, long occurred, long now)
    {
        CloseDue(now);
        occurred = Math.Min(occurred, now);
        string? id = _open.Where(season => season.Value.Opens <= occurred && occurred < season.Value.Closes).Select(season => season.Key).SingleOrDefault();
        if (id is null)
        {
            if (occurred < _through || Document.Find(season => !season.Cancelled && season.Opens <= occurred && occurred < season.Closes) is not { } season || now - grace >= season.Closes || season.Closes <= _through || IsClosed(season.Id))
                return;
            id = season.Id;
            _open.TryAdd(id, (season.Opens, season.Closes, []));
        }

        if (!_open[id].Rows.TryGetValue(player, out (long Score, long Time) before) || score > before.Score)
            _open[id].Rows[player] = (score, now);
    }

    public void CloseDue(long now)
    {
        foreach (string id in _open.Where(season => season.Value.Closes + grace <= now).OrderBy(season => season.Value.Closes).Select(season => season.Key).ToArray())
            Close(id, cancelled: false);
    }

    /// <summary>Everything that can be seen, a line a row, as <see cref="ReferenceBoards.Lines"/> says it.</summary>
    public IEnumerable<string> Lines()
    {
        foreach ((string id, (_, _, var rows)) in _open)
        {
            foreach (string row in Ranked(rows))
                yield return $"open b Seasonal {id}: {row}";
        }

        foreach ((string id, bool cancelled, var rows) in _closed)
        {
            string[] ranked = [.. Ranked(rows)];
            foreach (string row in ranked)
                yield return $"closed b Seasonal {id}: {row}";
            foreach (string row in ranked.Take(cancelled ? 0 : 3))
                yield return $"champion b Seasonal {id}: {row}";
        }
    }

    private void Close(string id, bool cancelled)
    {
        _open.Remove(id, out var season);
        _closed.Add((id, cancelled, season.Rows));
        _through = Math.Max(_through, season.Closes);
    }

    private static IEnumerable<string> Ranked(Dictionary<string, (long Score, long Time)> rows) =>
        rows.OrderByDescending(row => row.Value.Score).ThenBy(row => row.Value.Time).Select((row, at) => $"{at + 1} {row.Key} {row.Value.Score} {row.Value.Time}");
}
