using LiveOps.Leaderboard.Pages;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Any set of players as it stands on a board.</summary>
/// <param name="Rows">Those who are ranked, best first.</param>
/// <param name="Unranked">The others, as they were asked for.</param>
internal sealed record RankedSet(RowBuffer Rows, IReadOnlyList<string> Unranked);
