using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.State;
using LiveOps.Tests.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.Stores.Memory;

/// <summary>The state in memory; a restart goes through a snapshot.</summary>
internal sealed class MemoryHistory : IHistoryUnderTest
{
    private LeaderboardState _state = StateLines.New();

    public Task RuleAsync(long now, byte[] policy) => Do(Commands.Policy(now, policy));

    public Task ApplyAsync(long now, EventBatch batch)
    {
        _state.Apply([new BusMessage(BusMessageKind.Events, batch.Bytes)]);
        return Task.CompletedTask;
    }

    public Task HideAsync(long now, string player) => Do(Commands.Hide(now, player));

    public Task ShowAsync(long now, string player) => Do(Commands.Show(now, player));

    public Task<bool> RemoveAsync(long now, string board, WindowKind window, string player) =>
        Task.FromResult(_state.Execute(Commands.Remove(now, board, window, player)) is true);

    public Task<bool> EndEarlyAsync(long now, string board, WindowKind window) =>
        Task.FromResult(_state.Execute(Commands.EndEarly(now, board, window)) is RolledOver);

    public Task EraseAsync(string player)
    {
        _state.Apply([new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(player))]);
        return Task.CompletedTask;
    }

    public Task RollOverAsync(long now) => Do(Commands.Rollover(now));

    public Task RestartAsync()
    {
        _state = StateLines.Reload(_state);
        return Task.CompletedTask;
    }

    public Task<IEnumerable<string>> LinesAsync() => Task.FromResult(StateLines.Of(_state));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task Do(byte[] command)
    {
        _state.Execute(command);
        return Task.CompletedTask;
    }
}
