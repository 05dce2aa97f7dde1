using Prometheus;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// The metrics of leagues. Of those that the document names the first <see cref="Most"/> by name go by it, all others together as <see cref="Other"/>, without divisions: who writes a document
/// can make no more time series than that.
/// </summary>
internal sealed class LeagueMetrics(IMetricFactory metrics)
{
    /// <summary>How many leagues go by their name.</summary>
    public const int Most = 20;

    /// <summary>What all others go by, and their divisions.</summary>
    public const string Other = "other";

    private readonly Gauge _players = metrics.CreateGauge(
        "leaderboard_league_players", "Players in cohorts of the running season. Leagues count as other that are not among the first 20.", ["league", "division"]);

    private readonly Gauge _cohorts = metrics.CreateGauge(
        "leaderboard_league_cohorts", "Cohorts of the running season. Leagues count as other that are not among the first 20.", ["league"]);

    private readonly Counter _moves = metrics.CreateCounter(
        "leaderboard_league_moves_total", "Players whom a close has moved: promoted, relegated, or fallen because they were absent. Leagues count as other that are not among the first 20.", ["league", "change"]);

    /// <summary>Brings them up to date.</summary>
    /// <param name="leagues">By name, those that rest too.</param>
    public void Update(IEnumerable<LeagueCounts> leagues)
    {
        var players = new Dictionary<(string League, string Division), int>();
        var cohorts = new Dictionary<string, int>(StringComparer.Ordinal);
        var moves = new Dictionary<(string League, string Change), long>();
        int named = 0;
        foreach (LeagueCounts league in leagues)
        {
            bool isNamed = league.IsPlayed && named++ < Most;
            string label = isNamed ? league.Name : Other;
            Add(moves, (label, "promoted"), league.Promoted);
            Add(moves, (label, "relegated"), league.Relegated);
            Add(moves, (label, "fallen"), league.Fallen);
            if (!league.IsPlayed)
                continue;
            if (isNamed)
            {
                foreach (string division in league.Divisions)
                    players[(label, division)] = 0;
            }

            cohorts[label] = cohorts.GetValueOrDefault(label) + league.Cohorts;
            foreach ((int division, int count) in league.Players)
            {
                (string, string) key = (label, isNamed ? league.Divisions[division] : Other);
                players[key] = players.GetValueOrDefault(key) + count;
            }
        }

        Show(players, cohorts);
        Show(moves);
    }

    /// <summary>Nobody knows who plays: no number of before is told. What was moved stays counted.</summary>
    public void Forget() => Show([], []);

    private void Show(Dictionary<(string League, string Division), int> players, Dictionary<string, int> cohorts)
    {
        foreach (string[] gone in _players.GetAllLabelValues().Where(labels => !players.ContainsKey((labels[0], labels[1]))))
            _players.RemoveLabelled(gone);
        foreach (string[] gone in _cohorts.GetAllLabelValues().Where(labels => !cohorts.ContainsKey(labels[0])))
            _cohorts.RemoveLabelled(gone);
        foreach (((string league, string division), int count) in players)
            _players.WithLabels(league, division).Set(count);
        foreach ((string league, int count) in cohorts)
            _cohorts.WithLabels(league).Set(count);
    }

    private void Show(Dictionary<(string League, string Change), long> moves)
    {
        foreach (string[] gone in _moves.GetAllLabelValues().Where(labels => !moves.ContainsKey((labels[0], labels[1]))))
            _moves.RemoveLabelled(gone);
        foreach (((string league, string change), long count) in moves)
            _moves.WithLabels(league, change).IncTo(count);
    }

    private static void Add(Dictionary<(string League, string Change), long> moves, (string League, string Change) key, long count) => moves[key] = moves.GetValueOrDefault(key) + count;
}
