using LiveOps.Core.Rewards;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Leagues;

/// <content>
/// Closing a season:
/// <list type="number">
/// <item>Whoever is ranked comes into the division of their cohort, or the next above or below: a cohort knows its own also when the document has moved divisions meanwhile.</item>
/// <item>Whoever is absent falls, where the rules say so: not who is hidden, nor who scored while the league rested or in an earlier part of the same period. At a part that goes on nobody is absent yet.</item>
/// <item>What is earned is named after the period, or, where a season of its name is past already since its board was dropped, after the next part.</item>
/// <item>Whoever waits in the next season comes into a cohort there.</item>
/// </list>
/// </content>
internal sealed partial class League
{
    /// <summary>The season of a period that closes; null when there is nothing to be closed. Of the last part of a period it is one also when nobody has joined it: who is absent from all parts is known then.</summary>
    public LeagueSeason? Closing(in Period period, bool goesOn) =>
        Find(period.Name) ?? (!goesOn && _inParts.ContainsKey(PartNames.WholeOf(period.Name)) ? new LeagueSeason(period.Name, period.Opens, isWaiting: false) : null);

    /// <summary>Computes what becomes of a season; changes nothing, so readers go on meanwhile.</summary>
    /// <param name="season">The season, whose players have their cohorts.</param>
    /// <param name="closing">What closes.</param>
    public LeagueOutcome Close(LeagueSeason season, LeagueClosing closing)
    {
        LeagueRules rules = Rules!;
        var divisions = new Dictionary<int, byte>(_divisions);
        var winners = rules.Rewards.Select(reward => (Reward: reward, Players: new List<RewardedPlayer>())).ToArray();
        var moves = new List<LeagueMove>();
        var rows = new List<(long Key, long Time, int Player)>(rules.CohortSize);
        int ranked = 0, promoted = 0, relegated = 0;
        foreach (Cohort cohort in season.Cohorts)
        {
            CohortTable.Fill(rows, cohort, closing.Period);
            ranked += rows.Count;
            for (int i = 0; i < rows.Count && !closing.IsCancelled; i++)
            {
                RankOutcome outcome = RankOutcome.Of(rules, cohort.Division, i + 1, rows.Count);
                promoted += outcome.Zone == LeagueZone.Promotion ? 1 : 0;
                relegated += outcome.Zone == LeagueZone.Relegation ? 1 : 0;
                Put(divisions, rows[i].Player, outcome.Division);
                if (closing.TellsMoves && outcome.Change is { } change)
                    moves.Add(new LeagueMove(closing.Players.Text(rows[i].Player), _names[cohort.Division], _names[outcome.Division], change));
                string? player = null;
                foreach ((RankReward reward, List<RewardedPlayer> earners) in winners)
                {
                    if (reward.IsOf(i + 1))
                        earners.Add(new RewardedPlayer(player ??= closing.Players.Text(rows[i].Player), rows[i].Time));
                }
            }
        }

        int fallen = rules.AbsentFall && !closing.IsCancelled && !closing.GoesOn ? Fall(divisions, season, closing, moves) : 0;
        string name = NameOf(season);
        var past = new PastSeason(closing.Period.Period with { Name = name }, ranked, season.Cohorts.Count, promoted, relegated, fallen, closing.IsCancelled);
        long lastNumber = _lastNumber;
        LeagueSeason? next = Open.Find(other => other != season) is { IsWaiting: true } waiting ? waiting.Begun(player => divisions.GetValueOrDefault(player), rules.CohortSize, ref lastNumber) : null;
        return new LeagueOutcome(
            divisions, past, [.. winners.SelectMany(winner => RankRewards.Of(RewardNames.Of($"{Name}.{winner.Reward.Reward}", name), closing.At, winner.Players))], moves,
            next, lastNumber, closing.GoesOn ? PresentIn(season, closing.Period) : null);
    }

    /// <summary>Puts in place what became of a season, and begins the next one.</summary>
    public void Settle(LeagueSeason season, LeagueOutcome outcome)
    {
        _divisions = outcome.Divisions;
        Past.Add(outcome.Season);
        (Promoted, Relegated, Fallen) = (Promoted + outcome.Season.Promoted, Relegated + outcome.Season.Relegated, Fallen + outcome.Season.Fallen);
        if (Past.Count > MostPast)
            Past.RemoveAt(0);
        Remember(season.Period, outcome.Present);
        Open.Remove(season);
        if (outcome.Next is { } next)
            Open[Open.FindIndex(other => other.Period == next.Period)] = next;
        _lastNumber = outcome.LastNumber;
    }

    /// <summary>A period closes while the league rests, or nobody has joined: what was played in it is let go of. Of a part that goes on it is remembered who scored.</summary>
    public void LetGo(OpenPeriod period, bool goesOn)
    {
        LeagueSeason? season = Find(period.Period.Name);
        Remember(period.Period.Name, goesOn ? PresentIn(season, period) : null);
        if (season is not null)
            Open.Remove(season);
    }

    /// <summary>Has a season begin that closes before those before it, as a cancelled one may.</summary>
    public void Begin(LeagueSeason season)
    {
        if (season.IsWaiting)
            season.Begin(DivisionOf, Rules!.CohortSize, ref _lastNumber);
    }

    private void BeginNext()
    {
        if (Open.Count > 0)
            Begin(Open[0]);
    }

    // Whoever is above the lowest division and has not scored at all.
    private int Fall(Dictionary<int, byte> divisions, LeagueSeason season, LeagueClosing closing, List<LeagueMove> moves)
    {
        HashSet<int>? earlier = _inParts.GetValueOrDefault(PartNames.WholeOf(season.Period));
        int fallen = 0;
        foreach ((int player, byte division) in _divisions)
        {
            if (IsIn(season, closing.Period, player) || earlier?.Contains(player) == true || closing.IsHidden(player))
                continue;
            Put(divisions, player, division - 1);
            fallen++;
            if (closing.TellsMoves)
                moves.Add(new LeagueMove(closing.Players.Text(player), _names[division], _names[division - 1], "fallen"));
        }

        return fallen;
    }

    // Who scored while the league rested has no cohort and is not absent.
    private static bool IsIn(LeagueSeason season, OpenPeriod period, int player) => season.CohortOf.ContainsKey(player) || period.TryFindScore(player, out _, out _);

    private HashSet<int> PresentIn(LeagueSeason? season, OpenPeriod period)
    {
        var present = new HashSet<int>(season is null ? [] : season.CohortOf.Keys);
        present.UnionWith(_divisions.Keys.Where(player => period.TryFindScore(player, out _, out _)));
        if (_inParts.TryGetValue(PartNames.WholeOf(period.Period.Name), out HashSet<int>? earlier))
            present.UnionWith(earlier);
        return present;
    }

    private void Remember(string period, HashSet<int>? present)
    {
        if (present is null)
            _inParts.Remove(PartNames.WholeOf(period));
        else
            _inParts[PartNames.WholeOf(period)] = present;
    }

    private string NameOf(LeagueSeason season)
    {
        string name = season.Period;
        while (Past.Exists(past => past.Period.Name == name))
            name = PartNames.After(name);
        return name;
    }

    private static void Put(Dictionary<int, byte> divisions, int player, int division)
    {
        if (division == 0)
            divisions.Remove(player);
        else
            divisions[player] = (byte)division;
    }
}
