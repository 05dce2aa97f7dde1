using System.Runtime.CompilerServices;
using System.Text;
using LiveOps.Client.Boards;
using LiveOps.Client.Calls;
using LiveOps.Client.Events;

namespace LiveOps.Client;

/// <content>Boards. A call that is refused throws a <see cref="LiveOpsException"/>, such as 404 <c>unknown-board</c> or <c>not-ranked</c>.</content>
public sealed partial class LiveOpsClient
{
    /// <summary>A page of a board, best first.</summary>
    /// <param name="board">Which.</param>
    /// <param name="window">Over which time.</param>
    /// <param name="limit">How many, 1 to 1,000.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<BoardPage> BoardAsync(string board, BoardWindow window, int limit = 100, int offset = 0, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, FormattableString.Invariant($"{PathOf(board, window)}?limit={limit}&offset={offset}"), cancellation).ConfigureAwait(false), BoardPage.Read);

    /// <summary>A player's entry.</summary>
    public async Task<BoardEntry> RankAsync(string board, BoardWindow window, string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, $"{PathOf(board, window)}/players/{GameIds.Need(playerId, nameof(playerId))}", cancellation).ConfigureAwait(false), BoardEntry.Read);

    /// <summary>The entries around a player.</summary>
    public async Task<BoardPage> AroundAsync(string board, BoardWindow window, string playerId, int limit = 11, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, FormattableString.Invariant($"{PathOf(board, window)}/players/{GameIds.Need(playerId, nameof(playerId))}/around?limit={limit}"), cancellation).ConfigureAwait(false), BoardPage.Read);

    /// <summary>The ranks of any players, such as friends, on the board and among themselves; at most 500.</summary>
    public async Task<BoardPage> RanksAsync(string board, BoardWindow window, IEnumerable<string> playerIds, CancellationToken cancellation = default)
    {
        var json = new StringBuilder("{\"playerIds\":[");
        foreach (string player in playerIds)
            json.Append(json[^1] == '[' ? "\"" : ",\"").Append(GameIds.Need(player, nameof(playerIds))).Append('"');
        return Read(await PostAsync(Service.Leaderboard, PathOf(board, window) + "/players", json.Append("]}").ToString(), cancellation).ConfigureAwait(false), BoardPage.Read);
    }

    /// <summary>
    /// The first entries of a board as they change, at most once a second: at once, and then whenever they have. A connection that breaks is made anew, and what is
    /// known already is not told again. It ends when it is cancelled.
    /// </summary>
    /// <exception cref="LiveOpsException">The server will not have it, and says why.</exception>
    public async IAsyncEnumerable<BoardPage> LiveAsync(string board, BoardWindow window, int limit = 100, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var listener = new LiveListener(_transport, FormattableString.Invariant($"{PathOf(board, window)}/live?limit={limit}"), _options.Clock);
        while (await listener.NextAsync(cancellation).ConfigureAwait(false) is { } page)
            yield return page;
    }

    private static string PathOf(string board, BoardWindow window) => $"/v1/leaderboards/{GameIds.Need(board, nameof(board))}/{window switch
    {
        BoardWindow.Daily => "daily",
        BoardWindow.Weekly => "weekly",
        BoardWindow.Seasonal => "seasonal",
        _ => "all",
    }}";
}
