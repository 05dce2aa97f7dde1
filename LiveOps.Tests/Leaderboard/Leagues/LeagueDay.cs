namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>A day of the <see cref="LeagueModel"/>'s board, or a part of one: its scores, and its season, when it is played.</summary>
internal sealed class LeagueDay(DateTime date, int part, DateTime opens)
{
    public DateTime Date { get; } = date;

    public int Part { get; } = part;

    public DateTime Opens { get; } = opens;

    public required DateTime Closes { get; set; }

    public Dictionary<string, (long Score, int Time)> Scores { get; } = new(StringComparer.Ordinal);

    public bool IsPlayed { get; set; }

    public List<(string Division, List<string> Players)> Cohorts { get; } = [];

    public List<string> Waiting { get; } = [];

    public bool IsWaiting { get; set; }

    public string Name => NameOf(Part);

    public string NameOf(int part) => Date.ToString("yyyy-MM-dd", null) + (part == 1 ? "" : $"~{part}");

    public bool Has(string player) => Waiting.Contains(player) || Cohorts.Exists(cohort => cohort.Players.Contains(player));

    public string[] Ranked(List<string> players, HashSet<string> hidden) =>
        [.. players.Where(player => Scores.ContainsKey(player) && !hidden.Contains(player)).OrderByDescending(player => Scores[player].Score).ThenBy(player => Scores[player].Time)];
}
