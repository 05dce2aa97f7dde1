using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores;

namespace LiveOps.Tests.Leaderboard.Stores.Live;

/// <summary>A store of one page, which answers when a test says so: each who asks waits, in order.</summary>
internal sealed class HeldBoards : IBoardStore
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<Answer<PageBody>>> _asked = [];

    /// <summary>How many have asked.</summary>
    public int Asked
    {
        get
        {
            lock (_gate)
                return _asked.Count;
        }
    }

    /// <summary>Answers whoever asked so many before, beginning with 0, with a page.</summary>
    public void Answer(int number, string page) => Asker(number).SetResult(new PageBody(System.Text.Encoding.ASCII.GetBytes(page)));

    /// <summary>The same, with a problem.</summary>
    public void Refuse(int number) => Asker(number).SetResult(new Problem(ProblemTypes.UnknownBoard, "It is gone."));

    public ValueTask<Answer<PageBody>> PageAsync(Place place, int offset, int limit)
    {
        var asked = new TaskCompletionSource<Answer<PageBody>>();
        lock (_gate)
            _asked.Add(asked);
        return new(asked.Task);
    }

    public ValueTask<Answer<Listed<BoardSummary>>> BoardsAsync(int offset, int limit) => throw new NotSupportedException();

    public ValueTask<Answer<RowBuffer>> AroundAsync(Place place, string player, int count) => throw new NotSupportedException();

    public ValueTask<Answer<RankedSet>> AmongAsync(string board, string window, IReadOnlyList<string> players) => throw new NotSupportedException();

    public ValueTask<Answer<PlacedRows>> RanksAsync(string player, int most) => throw new NotSupportedException();

    public ValueTask<Answer<PastPeriods>> HistoryAsync(string board, string window, int offset, int limit) => throw new NotSupportedException();

    public ValueTask<Answer<PlacedRows>> HallAsync(string board, WindowKind? window, int offset, int limit) => throw new NotSupportedException();

    public Task<Problem?> HideAsync(string player, AuditEntry audit) => throw new NotSupportedException();

    public Task<Problem?> ShowAsync(string player, AuditEntry audit) => throw new NotSupportedException();

    public ValueTask<Answer<Listed<HiddenPlayer>>> HiddenAsync(int offset, int limit) => throw new NotSupportedException();

    public Task<Answer<DroppedBoard>> DropAsync(string board, AuditEntry audit) => throw new NotSupportedException();

    public Task<Problem?> RemoveAsync(string board, string window, string player, AuditEntry audit) => throw new NotSupportedException();

    public Task<Answer<RolledOver>> RollOverAsync(string board, string window, string? period, AuditEntry audit) => throw new NotSupportedException();

    private TaskCompletionSource<Answer<PageBody>> Asker(int number)
    {
        lock (_gate)
            return _asked[number];
    }
}
