using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <summary>The leagues.</summary>
internal sealed partial class LeaderboardState
{
    private LeaguesPolicy _leaguesPolicy = LeaguesPolicy.Default;

    /// <summary>The leagues. Under the gate.</summary>
    public LeagueTable Leagues { get; } = new();

    /// <summary>The document of the leagues.</summary>
    public JournaledPolicy<LeaguesPolicy> LeaguesDocument { get; private set; } = NewLeaguesDocument();

    private static JournaledPolicy<LeaguesPolicy> NewLeaguesDocument() => new(json => LeaguesReader.Read(json));

    private void RuleLeagues()
    {
        LeaguesPolicy policy = LeaguesDocument.At(_now) ?? LeaguesPolicy.Default;
        if (ReferenceEquals(policy, _leaguesPolicy))
            return;
        lock (Gate)
        {
            _leaguesPolicy = policy;
            Leagues.Rule(policy);
        }
    }

    // Under the gate.
    private static void Join(League[] leagues, WindowKind window, OpenPeriod period, int player)
    {
        foreach (League league in leagues)
        {
            if (league.Rules!.Window == window)
                league.Join(period.Period, player);
        }
    }

    // Under the gate: a season that closes while one before it does not has its cohorts by then. One of a league that rests is let go of.
    private List<(League League, LeagueSeason Season)> SeasonsOf(Board board, Track track, LeagueClosing closing)
    {
        var seasons = new List<(League, LeagueSeason)>();
        foreach (League league in Leagues.On(board.Name).Where(league => league.Window == track.Window))
        {
            if (league.Rules is null || league.Closing(closing.Period.Period, closing.GoesOn) is not { } season)
            {
                league.LetGo(closing.Period, closing.GoesOn);
                continue;
            }

            league.Begin(season);
            seasons.Add((league, season));
        }

        return seasons;
    }

    // Under the gate.
    private void Settle(List<(League League, LeagueSeason Season, LeagueOutcome Outcome)> outcomes)
    {
        foreach ((League league, LeagueSeason season, LeagueOutcome outcome) in outcomes)
        {
            league.Settle(season, outcome);
            Earn(outcome.Earned);
        }
    }

    private void SaveLeagues(SnapshotWriter writer, int[] numbers)
    {
        writer.Block(Saved(LeaguesDocument.Save));
        writer.Int(Leagues.All.Count);
        foreach (League league in Leagues.All)
        {
            writer.Text(league.Name);
            league.Save(writer, numbers);
        }
    }

    private void LoadLeagues(SnapshotReader reader, bool isFormer)
    {
        Leagues.Clear();
        LeaguesDocument = NewLeaguesDocument();
        if (!isFormer)
        {
            using var document = new BinaryReader(new MemoryStream(reader.Block()), System.Text.Encoding.UTF8);
            LeaguesDocument.Load(document);
        }

        LeaguesPolicy policy = LeaguesDocument.At(_now) ?? LeaguesPolicy.Default;
        _leaguesPolicy = policy;
        for (int left = isFormer ? 0 : reader.Count(); left > 0; left--)
        {
            string name = reader.Text();
            Leagues.Add(League.Load(reader, name, policy.Leagues.GetValueOrDefault(name)));
        }
    }
}
