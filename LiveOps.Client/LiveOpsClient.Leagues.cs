using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Leagues;

namespace LiveOps.Client;

/// <content>Leagues.</content>
public sealed partial class LiveOpsClient
{
    /// <summary>Where a player stands.</summary>
    public async Task<LeaguePlace> LeagueAsync(string league, string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, $"{LeaguePath(league)}/players/{GameIds.Need(playerId, nameof(playerId))}", cancellation).ConfigureAwait(false), LeaguePlace.Read);

    /// <summary>A cohort's table, best first.</summary>
    public async Task<IReadOnlyList<LeaguePlace>> CohortAsync(string league, string cohort, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Leaderboard, $"{LeaguePath(league)}/cohorts/{Uri.EscapeDataString(cohort)}", cancellation).ConfigureAwait(false), json => LeaguePlace.ReadAll(json["entries"]));

    private static string LeaguePath(string league) => "/v1/leagues/" + GameIds.Need(league, nameof(league));
}
