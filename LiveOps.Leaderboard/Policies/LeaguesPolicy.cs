using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Which leagues there are; immutable.</summary>
internal sealed class LeaguesPolicy
{
    /// <summary>What holds before any came into force.</summary>
    public static readonly LeaguesPolicy Default = new();

    private readonly Lazy<ILookup<(string Board, WindowKind Window), (string Name, LeagueRules Rules)>> _byWindow;

    public LeaguesPolicy() => _byWindow = new(() => Leagues.ToLookup(league => (league.Value.Board, league.Value.Window), league => (league.Key, league.Value)));

    /// <summary>The leagues by name.</summary>
    public IReadOnlyDictionary<string, LeagueRules> Leagues { get; init; } = new Dictionary<string, LeagueRules>();

    /// <summary>The leagues in which the scores of a board's window count.</summary>
    public IEnumerable<(string Name, LeagueRules Rules)> Of(string board, WindowKind window) => Leagues.Count == 0 ? [] : _byWindow.Value[(board, window)];
}
