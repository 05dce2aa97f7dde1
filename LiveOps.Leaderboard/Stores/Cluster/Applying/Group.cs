using LiveOps.Leaderboard.Stores.Cluster.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>Folds a group of scores into the entries they touch.</summary>
internal sealed class Group(Plan plan)
{
    private readonly Dictionary<(int Period, string Player), (StoredEntry Entry, bool IsNew)> _entries = [];
    private readonly HashSet<(int Period, string Player)> _changed = [];

    /// <summary>The entries that any score touches, also one that was applied before: after a crash those may not have reached Redis.</summary>
    public HashSet<(int Period, string Player)> Touched { get; } = TouchedBy(plan);

    /// <summary>How many scores changed an entry that is seen, by board.</summary>
    public Dictionary<string, int> Updates { get; } = new(StringComparer.Ordinal);

    /// <summary>How many new scores were left out for their board.</summary>
    public int Refused { get; private set; }

    /// <summary>Entries that are new, in order.</summary>
    public IReadOnlyList<StoredEntry> Inserts => [.. Changed().Where(change => change.IsNew).Select(change => change.Entry)];

    /// <summary>Entries that were there and changed.</summary>
    public IReadOnlyList<StoredEntry> UpdatesOfRows => [.. Changed().Where(change => !change.IsNew).Select(change => change.Entry)];

    /// <summary>All touched entries as they are now, by period.</summary>
    public IEnumerable<IGrouping<int, StoredEntry>> ByPeriod() => _entries.Values.Select(entry => entry.Entry).GroupBy(entry => entry.Period);

    /// <summary>Takes an entry as it lies in the database, locked.</summary>
    public void Add(StoredEntry entry) => _entries.Add((entry.Period, entry.Player), (entry, false));

    /// <summary>Folds the scores whose ids are new.</summary>
    /// <param name="isNew">Tells, once for each id.</param>
    /// <param name="now">In microseconds; what changes gets a version not below it.</param>
    public void Fold(Func<UInt128, bool> isNew, long now)
    {
        for (int i = 0; i < plan.Scores.Count; i++)
        {
            Submitted score = plan.Scores[i];
            if (!isNew(score.Id))
                continue;
            if (plan.IsRefused(score.Board))
                Refused++;
            bool seen = false;
            foreach (StoredPeriod period in plan.Taking(i))
                seen |= Fold(period, score, now);
            if (seen)
                Updates[score.Board] = Updates.GetValueOrDefault(score.Board) + 1;
        }
    }

    // True when that changes what is seen.
    private bool Fold(StoredPeriod period, in Submitted score, long now)
    {
        var rules = plan.RulesOf(score.Board);
        (int Id, string Player) key = (period.Id, score.Player);
        long version = Math.Max(now, plan.Catalogue.Floor + 1);
        if (!_entries.TryGetValue(key, out (StoredEntry Entry, bool IsNew) known))
        {
            _entries.Add(key, (new StoredEntry(period.Id, score.Player, Entry.First(rules, score.Score, score.Accepted), version), true));
            _changed.Add(key);
            return true;
        }

        Entry before = known.Entry.Entry, after = before.Fold(rules, score.Score, score.Accepted);
        if (after == before)
            return false;
        // One step up for all that this group changes: nobody else sees what is between.
        if (_changed.Add(key))
            version = Math.Max(version, known.Entry.Version + 1);
        else
            version = known.Entry.Version;
        _entries[key] = (known.Entry with { Entry = after, Version = version }, known.IsNew);
        return (after.Score, after.AchievedAt) != (before.Score, before.AchievedAt);
    }

    private IEnumerable<(StoredEntry Entry, bool IsNew)> Changed() => _changed
        .OrderBy(key => key.Period).ThenBy(key => key.Player, StringComparer.Ordinal)
        .Select(key => _entries[key]);

    private static HashSet<(int Period, string Player)> TouchedBy(Plan plan)
    {
        var touched = new HashSet<(int, string)>();
        for (int i = 0; i < plan.Scores.Count; i++)
        {
            foreach (StoredPeriod period in plan.Taking(i))
                touched.Add((period.Id, plan.Scores[i].Player));
        }

        return touched;
    }
}
