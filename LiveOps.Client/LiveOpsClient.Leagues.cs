using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Leagues;

namespace LiveOps.Client;

/// <content>Leagues. A call that is refused throws a <see cref="LiveOpsException"/>, such as 404 <c>unknown-league</c>.</content>
public sealed partial class LiveOpsClient
{
    /// <summary>Where a player stands in a league.</summary>
    public async Task<LeaguePlace> LeagueAsync(string league, string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, $"{LeaguePath(league)}/players/{GameIds.Need(playerId, nameof(playerId))}", cancellation).ConfigureAwait(false), LeaguePlace.Read);

    /// <summary>Where a player stands in every league that they play.</summary>
    public async Task<IReadOnlyList<LeaguePlace>> LeaguesAsync(string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, PathOf(playerId) + "/leagues", cancellation).ConfigureAwait(false), json => LeaguePlace.ReadAll(json["leagues"]));

    /// <summary>The table of a cohort, as <see cref="LeaguePlace.Cohort"/> names it.</summary>
    public async Task<LeagueCohort> CohortAsync(string league, string cohort, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, $"{LeaguePath(league)}/cohorts/{Uri.EscapeDataString(cohort)}", cancellation).ConfigureAwait(false), LeagueCohort.Read);

    private static string LeaguePath(string league) => "/v1/leagues/" + GameIds.Need(league, nameof(league));
}
