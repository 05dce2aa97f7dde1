using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>All leagues, by name and by the board whose scores count. Only the applying thread changes it, under the state's gate.</summary>
internal sealed class LeagueTable
{
    private readonly SortedDictionary<string, League> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, League[]> _byBoard = new(StringComparer.Ordinal);

    /// <summary>By name, those that are not played any more too.</summary>
    public IReadOnlyCollection<League> All => _byName.Values;

    /// <summary>A league that is played; null for none.</summary>
    public League? Find(string name) => _byName.GetValueOrDefault(name) is { Rules: not null } league ? league : null;

    /// <summary>The leagues in which a board's scores count; null for none.</summary>
    public League[]? Of(string board) => _byBoard.Count == 0 ? null : _byBoard.GetValueOrDefault(board);

    /// <summary>The leagues on a board, those that rest too.</summary>
    public IEnumerable<League> On(string board) => _byName.Values.Where(league => league.Board == board);

    /// <summary>The leagues in which the scores of a board's window count.</summary>
    public IEnumerable<League> Of(string board, WindowKind window) => Of(board)?.Where(league => league.Rules!.Window == window) ?? [];

    /// <summary>Puts a policy in force.</summary>
    public void Rule(LeaguesPolicy policy)
    {
        foreach ((string name, LeagueRules rules) in policy.Leagues)
        {
            if (!_byName.TryGetValue(name, out League? league))
                _byName.Add(name, league = new League(name));
            league.Rule(rules);
        }

        foreach (League league in _byName.Values.Where(league => !policy.Leagues.ContainsKey(league.Name)))
            league.Rule(null);
        Index();
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _byName.Clear();
        Index();
    }

    /// <summary>Adds one that was loaded.</summary>
    public void Add(League league)
    {
        _byName.Add(league.Name, league);
        Index();
    }

    private void Index()
    {
        _byBoard.Clear();
        foreach (IGrouping<string, League> board in _byName.Values.Where(league => league.Rules is not null).GroupBy(league => league.Rules!.Board, StringComparer.Ordinal))
            _byBoard.Add(board.Key, [.. board]);
    }
}
