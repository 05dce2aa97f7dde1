using System.Globalization;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Leagues;

/// <summary>Leagues: which there are, past seasons, a player's place, the table that they play in, and who would move if the season ended now.</summary>
internal static class LeagueEndpoints
{
    /// <summary>How many tables a page of a preview has.</summary>
    public const int Tables = 10;

    private const int Rows = 50;

    public static void MapLeagues(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/leagues", ListAsync);
        routes.MapGet("/leagues/{league}", LeagueAsync);
        routes.MapGet("/leagues/{league}/cohorts/{cohort}", CohortAsync);
        routes.MapGet("/leagues/{league}/preview", PreviewAsync).Takes(OperatorRole.Operator);
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

    private static async Task<IResult> PreviewAsync(Desk desk, string league, string? division = null, string? offset = null)
    {
        int at = int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out int from) ? from : 0;
        Answer preview = await desk.CountAsync(
            ServiceNames.Leaderboard, $"/v1/leagues/{league}/preview", ("division", division), ("limit", $"{Tables}"), ("offset", at > 0 ? at.ToString(CultureInfo.InvariantCulture) : null));
        return desk.Page<LeaguePreviewPage>(Missing(desk, preview), ("League", league), ("Preview", preview), ("Division", division ?? ""), ("Offset", at));
    }

    private static Notice? Missing(Desk desk, Answer answer) => answer.Status is 404 or 400 ? new Notice(false, desk.Speech["nothing-here"], answer.Detail, 404) : null;
}
