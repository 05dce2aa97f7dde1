using LiveOps.Leaderboard.Leagues;

namespace LiveOps.Leaderboard.Stores;

/// <summary>The past seasons of a league, newest first.</summary>
internal sealed record PastSeasons(string League, Listed<PastSeason> Seasons);
