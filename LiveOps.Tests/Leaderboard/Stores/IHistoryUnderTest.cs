using LiveOps.Core.Events;
using LiveOps.Core.Windows;

namespace LiveOps.Tests.Leaderboard.Stores;

/// <summary>A store as <see cref="A_random_history"/> drives it: everything comes with its time, and what is due by then is closed before.</summary>
internal interface IHistoryUnderTest : IAsyncDisposable
{
    Task RuleAsync(long now, byte[] policy);

    Task ApplyAsync(long now, EventBatch batch);

    Task HideAsync(long now, string player);

    Task ShowAsync(long now, string player);

    Task<bool> RemoveAsync(long now, string board, WindowKind window, string player);

    Task<bool> EndEarlyAsync(long now, string board, WindowKind window);

    Task EraseAsync(string player);

    Task RollOverAsync(long now);

    Task RestartAsync();

    /// <summary>Everything that readers can see, as <see cref="ReferenceBoards.Lines"/> says it.</summary>
    Task<IEnumerable<string>> LinesAsync();
}
