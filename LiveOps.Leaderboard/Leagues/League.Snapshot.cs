using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.Leagues;

/// <content>A league in a snapshot.</content>
internal sealed partial class League
{
    /// <summary>Marks the players it refers to.</summary>
    public void Mark(bool[] used)
    {
        foreach (int player in _divisions.Keys)
            used[player] = true;
        foreach (LeagueSeason season in Open)
        {
            foreach (int player in season.CohortOf.Keys)
                used[player] = true;
        }

        foreach (int player in _inParts.Values.SelectMany(players => players))
            used[player] = true;
    }

    /// <summary>Writes it with the players' numbers in the snapshot.</summary>
    public void Save(SnapshotWriter writer, int[] numbers)
    {
        writer.Text(Board);
        writer.Byte((byte)Window);
        writer.Int(_names.Length);
        foreach (string division in _names)
            writer.Text(division);
        writer.Int(_divisions.Count);
        foreach ((int player, byte division) in _divisions.OrderBy(entry => entry.Key))
        {
            writer.Int(numbers[player]);
            writer.Byte(division);
        }

        writer.Int(_inParts.Count);
        foreach ((string period, HashSet<int> players) in _inParts.OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            writer.Text(period);
            Save(writer, [.. players.Order()], numbers);
        }

        writer.Long(_lastNumber);
        writer.Int(Open.Count);
        foreach (LeagueSeason season in Open)
            Save(writer, season, numbers);
        writer.Int(Past.Count);
        foreach (PastSeason past in Past)
        {
            writer.Text(past.Period.Name);
            writer.Long(past.Period.Opens);
            writer.Long(past.Period.Closes);
            foreach (int count in new[] { past.Players, past.Cohorts, past.Promoted, past.Relegated, past.Fallen })
                writer.Int(count);
            writer.Byte(past.Cancelled ? (byte)1 : (byte)0);
        }
    }

    /// <summary>Reads what <see cref="Save(SnapshotWriter, int[])"/> wrote.</summary>
    public static League Load(SnapshotReader reader, string name, LeagueRules? rules)
    {
        var league = new League(name) { Board = reader.Text(), Window = (WindowKind)reader.Byte(), _names = new string[reader.Count()] };
        for (int i = 0; i < league._names.Length; i++)
            league._names[i] = reader.Text();
        int divisions = reader.Count();
        league._divisions.EnsureCapacity(divisions);
        for (; divisions > 0; divisions--)
            league._divisions.Add(reader.Int(), reader.Byte());
        for (int parts = reader.Count(); parts > 0; parts--)
        {
            string period = reader.Text(); // before the rest is read
            var players = new HashSet<int>();
            for (int left = reader.Count(); left > 0; left--)
                players.Add(reader.Int());
            league._inParts.Add(period, players);
        }

        league._lastNumber = reader.Long();
        for (int left = reader.Count(); left > 0; left--)
            league.Open.Add(LoadSeason(reader));
        for (int left = reader.Count(); left > 0; left--)
        {
            var period = new Period(reader.Text(), reader.Long(), reader.Long());
            league.Past.Add(new PastSeason(period, reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Byte() != 0));
        }

        league.Rules = rules;
        return league;
    }

    private static void Save(SnapshotWriter writer, LeagueSeason season, int[] numbers)
    {
        writer.Text(season.Period);
        writer.Long(season.Opens);
        writer.Byte(season.IsWaiting ? (byte)1 : (byte)0);
        Save(writer, season.Waiting, numbers);
        writer.Int(season.Cohorts.Count);
        foreach (Cohort cohort in season.Cohorts)
        {
            writer.Long(cohort.Number);
            writer.Int(cohort.Division);
            Save(writer, cohort.Players, numbers);
        }
    }

    private static void Save(SnapshotWriter writer, List<int> players, int[] numbers)
    {
        writer.Int(players.Count);
        foreach (int player in players)
            writer.Int(player == Cohort.Nobody ? Cohort.Nobody : numbers[player]);
    }

    private static LeagueSeason LoadSeason(SnapshotReader reader)
    {
        var season = new LeagueSeason(reader.Text(), reader.Long(), reader.Byte() != 0);
        Load(reader, season.Waiting, season, LeagueSeason.Waits);
        int cohorts = reader.Count();
        for (int at = 0; at < cohorts; at++)
        {
            var cohort = new Cohort(reader.Long(), reader.Int());
            season.Cohorts.Add(cohort);
            Load(reader, cohort.Players, season, at);
        }

        season.FindFilling();
        return season;
    }

    private static void Load(SnapshotReader reader, List<int> players, LeagueSeason season, int cohort)
    {
        for (int left = reader.Count(); left > 0; left--)
        {
            int player = reader.Int();
            players.Add(player);
            if (player != Cohort.Nobody && !season.CohortOf.TryAdd(player, cohort))
                throw SnapshotReader.Damaged();
        }
    }
}
