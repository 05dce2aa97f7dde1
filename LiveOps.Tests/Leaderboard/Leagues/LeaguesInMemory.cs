using LiveOps.Core.Windows;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>Leagues in a state of one process.</summary>
internal sealed class LeaguesInMemory(string boards, string leagues) : ILeaguesUnderTest
{
    private readonly LeaguesUnderTest _leagues = new(boards, leagues);

    public DateTime Now => UnixTicks.ToUtc(_leagues.Now);

    public IReadOnlyList<string> Earned => _leagues.Earned;

    public IReadOnlyList<string> ToldInVain => _leagues.ToldInVain;

    public Task RuleAsync(string leagues) => Done(() => _leagues.Rule(leagues));

    public Task PassAsync(TimeSpan time) => Done(() => _leagues.Pass(time));

    public Task ScoreAsync(string player, long score, TimeSpan ago) => Done(() => _leagues.Score(player, score, ago));

    public Task HideAsync(string player) => Done(() => _leagues.Hide(player));

    public Task ShowAsync(string player) => Done(() => _leagues.Show(player));

    public Task EraseAsync(string player) => Done(() => _leagues.Erase(player));

    public Task<bool> EndEarlyAsync() => Task.FromResult(_leagues.EndEarly());

    public Task DropAsync() => Done(_leagues.Drop);

    public Task RestartAsync(bool saving) => Done(() =>
    {
        if (saving)
            _leagues.Save();
        _leagues.Restart();
    });

    public Task TellAsync() => Done(_leagues.Tell);

    public Task TellInVainAsync() => Done(_leagues.TellInVain);

    public Task<string[]> TablesAsync() => Task.FromResult(_leagues.Tables());

    public Task<string[]> PastAsync() => Task.FromResult(_leagues.Past());

    public Task<string> DivisionAsync(string player) => Task.FromResult(_leagues.Division(player));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
