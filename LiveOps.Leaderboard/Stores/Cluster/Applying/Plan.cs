using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// Where a group of scores goes under one catalogue, each by the policy that was in force when it was accepted. Which period takes a score depends on the score's own times and on
/// what is closed, not on who applies it when.
/// </summary>
internal sealed class Plan
{
    private readonly Dictionary<string, BoardRules> _rules = new(StringComparer.Ordinal);
    private readonly List<BoardRules?> _rulesOf = [];
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly HashSet<(string Board, WindowKind Window, Period Period)>? _inUse;
    private readonly List<StoredPeriod> _taking = [];
    private readonly List<Range> _takingOf = [];

    /// <param name="scores">In the order they were accepted.</param>
    /// <param name="catalogue">The boards and periods there are.</param>
    /// <param name="rules">Which policy holds when.</param>
    /// <param name="leagues">Which leagues are played when.</param>
    /// <param name="inUse">Periods that cannot be opened because one of their name is closed: they take nothing.</param>
    public Plan(List<Submitted> scores, Catalogue catalogue, PolicyView<LeaderboardPolicy> rules, PolicyView<LeaguesPolicy> leagues, HashSet<(string Board, WindowKind Window, Period Period)>? inUse = null)
    {
        _inUse = inUse;
        Scores = scores;
        Catalogue = catalogue;
        Leagues = leagues;
        LeaderboardPolicy? policy = null;
        int most = 0;
        foreach (Submitted score in scores)
        {
            LeaderboardPolicy own = rules.At(score.Accepted, out _)!;
            if (!ReferenceEquals(own, policy))
            {
                policy = own;
                most = policy.MaxBoards - policy.Boards.Keys.Count(name => !catalogue.Boards.ContainsKey(name));
                _rules.Clear();
            }

            int from = _taking.Count;
            Place(score, policy, most);
            _takingOf.Add(from.._taking.Count);
            _rulesOf.Add(_rules.GetValueOrDefault(score.Board));
        }

        Newest = policy ?? LeaderboardPolicy.Default;
    }

    /// <summary>The policy of the score that was accepted last.</summary>
    public LeaderboardPolicy Newest { get; }

    public List<Submitted> Scores { get; }

    public Catalogue Catalogue { get; }

    /// <summary>Which leagues are played when.</summary>
    public PolicyView<LeaguesPolicy> Leagues { get; }

    /// <summary>Boards that have to be made first.</summary>
    public HashSet<string> MissingBoards { get; } = new(StringComparer.Ordinal);

    /// <summary>Periods that have to be opened first.</summary>
    public HashSet<(string Board, WindowKind Window, Period Period)> MissingPeriods { get; } = [];

    /// <summary>Whether something has to be made first.</summary>
    public bool IsIncomplete => MissingBoards.Count > 0 || MissingPeriods.Count > 0;

    /// <summary>The periods that take a score.</summary>
    public ReadOnlySpan<StoredPeriod> Taking(int score) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_taking)[_takingOf[score]];

    /// <summary>The rules of the board that takes a score.</summary>
    public BoardRules RulesOf(int score) => _rulesOf[score]!;

    /// <summary>The live event that takes a score, where it limits who scores how often; else null.</summary>
    public LiveEvent? LimitedBy(int score) => Taking(score).Length > 0 && RulesOf(score).EventAt(Scores[score].Accepted) is { Entry.IsLimited: true } live ? live : null;

    /// <summary>The leagues that were played, by their rules of then, in a period that takes a score. One that has gone to another board since is not.</summary>
    public IEnumerable<(SharedLeague League, LeagueRules Rules)> LeaguesOf(int score, StoredPeriod period) => Catalogue.Leagues.Count == 0 ? [] : Played(score, period);

    private IEnumerable<(SharedLeague League, LeagueRules Rules)> Played(int score, StoredPeriod period)
    {
        foreach ((string name, LeagueRules rules) in Leagues.At(Scores[score].Accepted, out _)!.Of(period.Board.Name, period.Window))
        {
            if (Catalogue.Leagues.TryGetValue(name, out SharedLeague? league) && league.IsOf(rules.Board, rules.Window))
                yield return (league, rules);
        }
    }

    /// <summary>Whether a score is left out because its board would have been one too many.</summary>
    public bool IsRefused(string board) => _refused.Contains(board);

    private void Place(in Submitted score, LeaderboardPolicy policy, int most)
    {
        if (!Catalogue.Boards.TryGetValue(score.Board, out SharedBoard? board))
        {
            if (policy.Boards.ContainsKey(score.Board) || (policy.OtherBoards && Catalogue.Boards.Count + MissingBoards.Count(name => !policy.Boards.ContainsKey(name)) < most) || MissingBoards.Contains(score.Board))
                MissingBoards.Add(score.Board);
            else
                _refused.Add(score.Board);
            return;
        }

        if (!_rules.TryGetValue(score.Board, out BoardRules? rules))
            _rules.Add(score.Board, rules = board.Rules(policy));
        for (int window = 0; window < WindowKinds.Count; window++)
        {
            if (!rules.Windows[window] || (rules.Events is not null && rules.EventAt(score.Accepted) is null))
                continue;
            StoredPeriod? period = board.Tracks[window].Taking(rules, rules.TimeOf(score.Occurred, score.Accepted), score.Accepted, out Period? missing);
            if (missing is { } open)
                Miss((score.Board, (WindowKind)window, open));
            else if (period is not null && (period.Period.Closes == long.MaxValue || score.Accepted - rules.Grace < period.Period.Closes))
                _taking.Add(period);
        }
    }

    private void Miss((string Board, WindowKind Window, Period Period) open)
    {
        if (_inUse?.Contains(open) != true)
            MissingPeriods.Add(open);
    }
}
