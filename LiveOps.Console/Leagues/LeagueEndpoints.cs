using System.Globalization;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Leagues;

/// <summary>Leagues: which there are, past seasons, a player's place, and the table that they play in.</summary>
internal static class LeagueEndpoints
{
    private const int Rows = 50;

    public static void MapLeagues(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/leagues", ListAsync);
        routes.MapGet("/leagues/{league}", LeagueAsync);
        routes.MapGet("/leagues/{league}/cohorts/{cohort}", CohortAsync);
    }

    // Which leagues there are is what their document names.
    private static async Task<IResult> ListAsync(Desk desk, string? player = null)
    {
        string who = player?.Trim() ?? "";
        Task<Answer> document = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/leagues");
        Task<Answer?> places = PlacesAsync(desk, who);
        return desk.Page<LeaguesPage>(null, ("Document", await document), ("Player", who), ("Places", await places));
    }

    private static async Task<Answer?> PlacesAsync(Desk desk, string player) =>
        player.Length == 0 ? null : await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/players/{player}/leagues");

    private static async Task<IResult> LeagueAsync(Desk desk, string league, string? player = null, string? offset = null)
    {
        string who = player?.Trim() ?? "";
        int at = int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out int from) ? from : 0;
        Task<Answer> history = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leagues/{league}/history", ("limit", $"{Rows}"), ("offset", at > 0 ? at.ToString(CultureInfo.InvariantCulture) : null));
        Task<Answer> document = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/leagues");
        Task<Answer?> place = PlaceAsync(desk, league, who);
        return desk.Page<LeaguePage>(
            Missing(desk, await history), ("League", league), ("History", await history), ("Rules", (await document).Json["leagues"][league]), ("Player", who), ("Place", await place), ("Offset", at));
    }

    private static async Task<Answer?> PlaceAsync(Desk desk, string league, string player) =>
        player.Length == 0 ? null : await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leagues/{league}/players/{player}");

    private static async Task<IResult> CohortAsync(Desk desk, string league, string cohort)
    {
        Answer table = await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leagues/{league}/cohorts/{cohort}");
        return desk.Page<CohortPage>(Missing(desk, table), ("League", league), ("Cohort", cohort), ("Table", table));
    }

    private static Notice? Missing(Desk desk, Answer answer) => answer.Status is 404 or 400 ? new Notice(false, desk.Speech["nothing-here"], answer.Detail, 404) : null;
}
