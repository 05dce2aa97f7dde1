namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>A league <c>arena</c> on the daily board <c>ladder</c>, in either store, as <see cref="Leagues_match_a_simple_model"/> drives it.</summary>
internal interface ILeaguesUnderTest : IAsyncDisposable
{
    /// <summary>The time.</summary>
    DateTime Now { get; }

    Task RuleAsync(string leagues);

    /// <summary>Time passes, and what is due by then is done.</summary>
    Task PassAsync(TimeSpan time);

    Task ScoreAsync(string player, long score, TimeSpan ago);

    Task HideAsync(string player);

    Task ShowAsync(string player);

    Task EraseAsync(string player);

    Task<bool> EndEarlyAsync();

    Task DropAsync();

    /// <summary>A crash and a start; on a journal from its last snapshot, which may be made right before.</summary>
    Task RestartAsync(bool saving);

    /// <summary>What is owed is told.</summary>
    Task TellAsync();

    /// <summary>What is owed is told, and a crash comes before that is noted.</summary>
    Task TellInVainAsync();

    /// <summary>The tables of all cohorts of all seasons that run, a line each: <c>2026-11-20 bronze: ann 5, bob 3</c>; of one that waits, who waits.</summary>
    Task<string[]> TablesAsync();

    /// <summary>The past seasons: <c>2026-11-20 players cohorts promoted relegated fallen</c>.</summary>
    Task<string[]> PastAsync();

    Task<string> DivisionAsync(string player);

    /// <summary>What was earned and told, each as <c>reward player</c>; told twice is there twice.</summary>
    IReadOnlyList<string> Earned { get; }

    /// <summary>What was told before a crash came.</summary>
    IReadOnlyList<string> ToldInVain { get; }
}
