using LiveOps.Cli.Importing;
using LiveOps.Cli.Mappings;
using LiveOps.Cli.Rows;
using LiveOps.Cli.Shell;
using LiveOps.Client.Events;

namespace LiveOps.Cli.Comparing;

/// <summary>The standing that a file of an existing backend says, of one board.</summary>
internal static class FileStanding
{
    /// <param name="terminal">Whose input, where the file is <c>-</c>.</param>
    /// <param name="source">The file.</param>
    /// <param name="board">Rows of other boards are passed over.</param>
    /// <param name="counter">Whose events the board ranks; null: scores, or the only counter in the file.</param>
    /// <param name="keep">What counts of several rows of a player.</param>
    /// <param name="isLowestBest">Which way is best.</param>
    public static Standing Read(Terminal terminal, ImportSource source, string board, string? counter, KeepRule keep, bool isLowestBest)
    {
        var mapper = new EventMapper(source.Mapping);
        var scores = new Dictionary<string, long>(StringComparer.Ordinal);
        string? what = null;
        using RowFile file = source.Open(terminal);
        foreach (SourceRow row in file.Rows(source.Format, source.Mapping.Record))
        {
            GameEvent one = Map(mapper, row);
            string? of = one.Type == GameEventType.CounterAdded ? $"the counter {one.Subject}" : one.Type == GameEventType.ScoreSubmitted && one.Subject == board ? "scores" : null;
            if (of is null || (counter is not null && (one.Type != GameEventType.CounterAdded || one.Subject != counter)))
                continue;
            if (what is not null && what != of)
                throw CliFault.Usage(PlainText.Of($"line {row.Line}: the file has {what} and {of}; say by --counter NAME which of them the board ranks."));
            what = of;
            scores[one.PlayerId] = !scores.TryGetValue(one.PlayerId, out long before) ? one.Value : keep switch
            {
                KeepRule.Sum => Sum(before, one.Value, row),
                KeepRule.Last => one.Value,
                _ => isLowestBest ? Math.Min(before, one.Value) : Math.Max(before, one.Value),
            };
        }

        return new Standing(scores);
    }

    private static long Sum(long before, long value, SourceRow row)
    {
        try
        {
            return checked(before + value);
        }
        catch (OverflowException e)
        {
            throw CliFault.Failed($"line {row.Line}: a player's sum is beyond 64 bits; no board has such a score.", e);
        }
    }

    // A comparison that passes over rows proves nothing.
    private static GameEvent Map(EventMapper mapper, SourceRow row)
    {
        try
        {
            return row.Fault is null ? mapper.Map(name => row[name]) : throw new FormatException(row.Fault);
        }
        catch (FormatException e)
        {
            throw CliFault.Failed($"line {row.Line}: {PlainText.Sentence(e.Message)} Put the file or the mapping right; liveops import --dry-run tells all such lines.", e);
        }
    }
}
