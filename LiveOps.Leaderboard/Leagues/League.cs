using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>
/// A league: who is in which division, and the seasons that run. Only the applying thread changes it, under the state's gate.
/// <list type="number">
/// <item>With their first score of a period a player comes into a cohort of their division; cohorts fill in order.</item>
/// <item>When the period closes, all of what becomes of its players is computed beside the gate (<see cref="Close"/>) and put in place under it (<see cref="Settle"/>), with what they earned.</item>
/// <item>Then whoever scored in the next period already comes into a cohort there.</item>
/// </list>
/// A league that the document does not have rests: nobody joins, and a season whose period closes meanwhile is let go of.
/// </summary>
internal sealed partial class League(string name)
{
    /// <summary>How many past seasons are remembered.</summary>
    public const int MostPast = 1000;

    private readonly Dictionary<string, HashSet<int>> _inParts = new(StringComparer.Ordinal); // by period: who scored in a part of it that an early rollover ended
    private Dictionary<int, byte> _divisions = []; // of whoever is above the lowest
    private string[] _names = [];
    private long _lastNumber;

    public string Name { get; } = name;

    /// <summary>Null while the document does not have it: nothing is played, and who is in which division is kept.</summary>
    public LeagueRules? Rules { get; private set; }

    /// <summary>Whose scores count, or did when the document last had it.</summary>
    public string Board { get; private set; } = "";

    /// <summary>Whose periods are its seasons, or were.</summary>
    public WindowKind Window { get; private set; }

    /// <summary>In the order in which they opened.</summary>
    public List<LeagueSeason> Open { get; } = [];

    /// <summary>In the order in which they closed.</summary>
    public List<PastSeason> Past { get; } = [];

    /// <summary>The divisions' names, the lowest first.</summary>
    public IReadOnlyList<string> Divisions => _names;

    /// <summary>How many were promoted, for metrics: since the start, or since it was set back.</summary>
    public long Promoted { get; set; }

    /// <summary>How many were relegated, likewise.</summary>
    public long Relegated { get; set; }

    /// <summary>How many fell because they were absent, likewise.</summary>
    public long Fallen { get; set; }

    /// <summary>A player's division, from 0. Whoever never rose is in the lowest.</summary>
    public int DivisionOf(int player) => _divisions.GetValueOrDefault(player);

    /// <summary>Puts rules in force; null has it rest. Players keep their divisions by name; those of a division that is gone keep its place, or the highest there is. A season of another board or window is not played on.</summary>
    public void Rule(LeagueRules? rules)
    {
        Rules = rules;
        if (rules is null)
            return;
        if (rules.Board != Board || rules.Window != Window)
            Drop();
        (Board, Window) = (rules.Board, rules.Window);
        if (!_names.SequenceEqual(rules.Divisions))
            Rename([.. rules.Divisions]);
        BeginNext(); // the one before it may have been let go of meanwhile
    }

    private void Rename(string[] after)
    {
        string[] before = _names;
        _names = after;
        if (before.Length == 0)
            return;
        foreach (LeagueSeason season in Open)
            season.Move(PlaceOf);
        _divisions = _divisions.Select(entry => (entry.Key, PlaceOf(entry.Value))).Where(entry => entry.Item2 > 0).ToDictionary(entry => entry.Key, entry => (byte)entry.Item2);

        int PlaceOf(int division) => Array.IndexOf(after, before[division]) is >= 0 and var place ? place : Math.Min(division, after.Length - 1);
    }

    /// <summary>The season of a period; null when nobody has joined it.</summary>
    public LeagueSeason? Find(string period) => Open.Find(season => season.Period == period);

    /// <summary>A player has scored in a period. Late scores open no season before one whose cohorts are formed: of their divisions it would come too late.</summary>
    public void Join(in Period period, int player)
    {
        LeagueSeason? season = Find(period.Name);
        if (season is null)
        {
            long opens = period.Opens;
            if (Open.Exists(other => other.Opens > opens && !other.IsWaiting))
                return;
            season = new LeagueSeason(period.Name, opens, isWaiting: Open.Exists(other => other.Opens <= opens)); // as old: the part before it, that ended in the same instant
            int at = Open.FindIndex(other => other.Opens > opens);
            Open.Insert(at < 0 ? Open.Count : at, season);
        }

        season.Join(player, DivisionOf(player), Rules!.CohortSize, ref _lastNumber);
    }

    /// <summary>A board is gone, and with it what was played on it.</summary>
    public void Drop()
    {
        Open.Clear();
        _inParts.Clear();
    }

    /// <summary>Forgets a player.</summary>
    public void Erase(int player)
    {
        _divisions.Remove(player);
        foreach (LeagueSeason season in Open)
            season.Erase(player);
        foreach (HashSet<int> players in _inParts.Values)
            players.Remove(player);
    }
}
