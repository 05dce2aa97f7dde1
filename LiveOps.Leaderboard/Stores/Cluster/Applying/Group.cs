using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>Folds a group of scores into the entries they touch.</summary>
internal sealed class Group
{
    private readonly Plan _plan;
    private readonly Dictionary<(int Period, string Player), StoredEntry> _entries;
    private readonly HashSet<(int Period, string Player)> _changed = [], _again = [], _known = [];

    public Group(Plan plan)
    {
        _plan = plan;
        for (int i = 0; i < plan.Scores.Count; i++)
        {
            foreach (StoredPeriod period in plan.Taking(i))
            {
                Touched.Add((period.Id, plan.Scores[i].Player));
                foreach ((SharedLeague league, _) in plan.LeaguesOf(i, period))
                    Joins.Ask(league, period, plan.Scores[i].Player);
            }

            if (plan.LimitedBy(i) is { } live)
                Entrants.Ask(live.Id, plan.Scores[i].Player);
        }

        _entries = new Dictionary<(int Period, string Player), StoredEntry>(Touched.Count);
    }

    /// <summary>The entries that any score touches.</summary>
    public HashSet<(int Period, string Player)> Touched { get; } = [];

    /// <summary>A score that was counted, which lies in the database once the group does; null where none was.</summary>
    public UInt128? Counted { get; private set; }

    /// <summary>Who is in the live events that limit it, as far as any score asks.</summary>
    public SharedEntrants Entrants { get; } = new();

    /// <summary>Who comes into a season of a league.</summary>
    public SharedJoins Joins { get; } = new();

    /// <summary>Whether nothing but ids and entries tells what becomes of its scores.</summary>
    public bool IsAlone => !Entrants.AreAsked && !Joins.AreAsked;

    /// <summary>Entries that are new, and those that were there and changed; each in order.</summary>
    public (List<StoredEntry> New, List<StoredEntry> There) Changed { get; } = ([], []);

    /// <summary>How many scores changed an entry as it is seen, by board.</summary>
    public Dictionary<string, int> Updates { get; } = new(StringComparer.Ordinal);

    /// <summary>How many new scores were left out for their board.</summary>
    public int Refused { get; private set; }

    /// <summary>The entries that Redis may not have as they are now, by period: those that changed, and those of scores that were applied before, perhaps by a replica that died right after.</summary>
    public IEnumerable<IGrouping<int, StoredEntry>> ToProject() => _changed.Union(_again).Where(_entries.ContainsKey).Select(key => _entries[key]).GroupBy(entry => entry.Period);

    /// <summary>All of its entries.</summary>
    public IEnumerable<StoredEntry> Entries => _entries.Values;

    /// <summary>Takes what is known; what is left is to be read.</summary>
    public List<(int Period, string Player)> Take(KnownEntries known)
    {
        var unknown = new List<(int Period, string Player)>();
        foreach ((int Period, string Player) key in Touched)
        {
            if (!known.TryGet(key, out StoredEntry entry))
            {
                unknown.Add(key);
                continue;
            }

            _entries.Add(key, entry);
            _known.Add(key);
        }

        return unknown;
    }

    /// <summary>Takes an entry as it lies in the database.</summary>
    public void Add(StoredEntry entry) => _entries.Add((entry.Period, entry.Player), entry);

    /// <summary>
    /// Entries of scores that were applied before, and that were known and not read: whoever applied them may have been another replica, which died before Redis had them. They are forgotten, to be read.
    /// </summary>
    public List<(int Period, string Player)> ReadAgain()
    {
        List<(int Period, string Player)> again = [.. _again.Where(key => _known.Contains(key) && !_changed.Contains(key))];
        foreach ((int Period, string Player) key in again)
            _entries.Remove(key);
        return again;
    }

    /// <summary>Folds the scores whose ids are new.</summary>
    /// <param name="isNew">Tells, once for each id.</param>
    /// <param name="now">In microseconds; what changes gets a version not below it.</param>
    public void Fold(Func<UInt128, bool> isNew, long now)
    {
        long least = Math.Max(now, _plan.Catalogue.Floor + 1);
        bool isFresh = false;
        for (int i = 0; i < _plan.Scores.Count; i++)
        {
            Submitted score = _plan.Scores[i];
            isFresh = score.IsCopy ? isFresh : isNew(score.Id);
            if (isFresh)
            {
                Counted = score.Id;
                Fold(i, score, least);
            }
            else
            {
                ProjectAgain(i, score);
            }
        }

        foreach ((int Period, string Player) key in _changed.OrderBy(key => key.Period).ThenBy(key => key.Player, StringComparer.Ordinal))
            (_entries[key].Before == 0 ? Changed.New : Changed.There).Add(_entries[key]);
    }

    private void Fold(int index, in Submitted score, long least)
    {
        if (_plan.IsRefused(score.Board))
            Refused++;
        if (_plan.LimitedBy(index) is { } live && !Entrants.TryAttempt(live, score.Player))
            return;
        bool seen = false;
        foreach (StoredPeriod period in _plan.Taking(index))
        {
            seen |= Fold(period.Id, _plan.RulesOf(index), score, least);
            foreach ((SharedLeague league, LeagueRules rules) in _plan.LeaguesOf(index, period))
                Joins.Want(league, rules, period, score.Player);
        }

        if (seen)
            Updates[score.Board] = Updates.GetValueOrDefault(score.Board) + 1;
    }

    // True when that changes what is seen.
    private bool Fold(int period, BoardRules rules, in Submitted score, long least)
    {
        (int Period, string Player) key = (period, score.Player);
        if (!_entries.TryGetValue(key, out StoredEntry known))
        {
            _entries.Add(key, new StoredEntry(period, score.Player, Entry.First(rules, score.Score, score.Accepted), least, 0));
            _changed.Add(key);
            return true;
        }

        Entry after = known.Entry.Fold(rules, score.Score, score.Accepted);
        if (after == known.Entry)
        {
            // What is not better is not better than what another replica may have written since. Of other boards only writing tells that nothing was.
            if (rules.Operator != ScoreOperator.Best && _changed.Add(key))
                _entries[key] = known with { Version = Math.Max(least, known.Before + 1) };
            return false;
        }

        _changed.Add(key);
        _entries[key] = known with { Entry = after, Version = Math.Max(least, known.Before + 1) };
        return (after.Score, after.AchievedAt) != (known.Entry.Score, known.Entry.AchievedAt);
    }

    private void ProjectAgain(int index, in Submitted score)
    {
        foreach (StoredPeriod period in _plan.Taking(index))
            _again.Add((period.Id, score.Player));
    }
}
