using System.Globalization;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Boards;

/// <summary>Boards: what runs, page by page, past periods, and what is done about a player on them.</summary>
internal static class BoardEndpoints
{
    /// <summary>How many rows a page has.</summary>
    public const int Rows = 50;

    public static void MapBoards(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/boards", ListAsync);
        routes.MapGet("/boards/hidden", (Desk desk, string? offset = null) => HiddenAsync(desk, offset, null));
        routes.MapPost("/boards/hidden", ShowAsync).Takes(OperatorRole.Moderator);
        routes.MapGet("/boards/{board}/{window}", (Desk desk, string board, string window, string? offset = null) => BoardAsync(desk, board, window, offset, null));
        routes.MapPost("/boards/{board}/{window}", ActAsync).Takes(OperatorRole.Moderator);
        routes.MapGet("/boards/{board}/{window}/history", HistoryAsync);
        routes.MapGet("/boards/{board}/{window}/history/{period}", PeriodAsync);
        routes.MapGet("/boards/{board}/{window}/rollover", (Desk desk, string board, string window) => RollOverAsync(desk, board, window, null)).Takes(OperatorRole.Operator);
        routes.MapPost("/boards/{board}/{window}/rollover", DoRollOverAsync).Takes(OperatorRole.Operator);
    }

    private static async Task<IResult> ListAsync(Desk desk, string? offset = null) => desk.Page<BoardsPage>(
        null, ("Boards", await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards", ("limit", $"{Rows}"), ("offset", Offset(offset)))), ("Offset", At(offset)));

    private static async Task<IResult> HiddenAsync(Desk desk, string? offset, Notice? notice)
    {
        (Answer page, int at) = await RowsAsync(desk, $"/v1/leaderboards/hidden", "hidden", offset);
        return desk.Page<HiddenPage>(notice, ("Hidden", page), ("Offset", at));
    }

    private static async Task<IResult> BoardAsync(Desk desk, string board, string window, string? offset, Notice? notice, string chosen = "")
    {
        (Answer page, int at) = await RowsAsync(desk, $"/v1/leaderboards/{board}/{window}", "entries", offset);
        IReadOnlyList<Part> entries = page.Json["entries"].Items;
        // Who was chosen and has another rank by now is tried again all the same.
        if (chosen.Length > 0 && page.IsGood && entries.All(entry => entry.Text("playerId") != chosen)
            && await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/{window}/players/{chosen}") is { IsGood: true } moved)
        {
            entries = [moved.Json, .. entries];
        }

        return desk.Page<BoardPage>(notice ?? Missing(desk, page), ("Board", board), ("Window", window), ("Rows", page), ("Entries", entries), ("Offset", at));
    }

    private static async Task<IResult> HistoryAsync(Desk desk, string board, string window, string? offset = null)
    {
        Answer periods = await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/{window}/history", ("limit", $"{Rows}"), ("offset", Offset(offset)));
        return desk.Page<HistoryPage>(Missing(desk, periods), ("Board", board), ("Window", window), ("Periods", periods), ("Offset", At(offset)));
    }

    private static async Task<IResult> PeriodAsync(Desk desk, string board, string window, string period, string? offset = null)
    {
        Answer page = await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/{window}/history/{period}", ("limit", $"{Rows}"), ("offset", Offset(offset)));
        return desk.Page<PeriodPage>(Missing(desk, page), ("Board", board), ("Window", window), ("Period", period), ("Rows", page), ("Offset", At(offset)));
    }

    private static async Task<IResult> ActAsync(Desk desk, string board, string window)
    {
        Fields form = await desk.FormAsync();
        (string player, string reason, string offset) = (form["player"], form["reason"], form["offset"]);
        if (player.Length == 0 || form["do"].Length == 0)
            return await BoardAsync(desk, board, window, offset, desk.Wrong(player.Length == 0 ? "choose-player" : "choose-act"), player);
        Answer answer;
        switch (form["do"])
        {
            case "hide":
                answer = await desk.ChangeAsync(HttpMethod.Put, ServiceNames.Leaderboard, $"/v1/leaderboards/players/{player}/hidden", query: ("reason", reason));
                break;
            case "remove" when desk.Who!.Role >= OperatorRole.Operator:
                answer = await desk.ChangeAsync(HttpMethod.Delete, ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/{window}/players/{player}", query: ("reason", reason));
                break;
            default:
                return Gate.Refuse(desk, OperatorRole.Operator);
        }

        return answer.IsGood
            ? Desk.Done($"/boards/{Uri.EscapeDataString(board)}/{Uri.EscapeDataString(window)}{OnPage(offset)}", form["do"] == "hide" ? "hidden" : "removed")
            : await BoardAsync(desk, board, window, offset, desk.Refused(answer), player);
    }

    private static async Task<IResult> ShowAsync(Desk desk)
    {
        Fields form = await desk.FormAsync();
        // Also ids that no path can carry are in this list.
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Leaderboard, $"/v1/leaderboards/show", new { playerId = form["player"] }, query: ("reason", form["reason"]));
        return answer.IsGood ? Desk.Done($"/boards/hidden{OnPage(form["offset"])}", "shown") : await HiddenAsync(desk, form["offset"], desk.Refused(answer));
    }

    // What it would do, before it is done: who would be champions, who would earn what, who would move in a league, and what would be left to run.
    private static async Task<IResult> RollOverAsync(Desk desk, string board, string window, Notice? notice)
    {
        Task<Answer> boards = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/boards"), leagues = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/leagues");
        Answer page = await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/{window}", ("limit", $"{RollOverPreview.MostRanks}"));
        var preview = RollOverPreview.Of(board, window, page, await boards, await leagues);
        var moves = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach ((string league, _) in preview.Leagues.Take(RollOverPreview.MostLeagues)) // one after another: for each a season is counted
        {
            moves[league] = await desk.CountAsync(ServiceNames.Leaderboard, $"/v1/leagues/{league}/preview", ("limit", $"{RollOverPreview.MostTables}"));
            if (moves[league].IsDown)
                break;
        }

        return desk.Page<RollOverPage>(
            notice ?? Missing(desk, page), ("Board", board), ("Window", window), ("Rows", page), ("Rules", await boards), ("Leagues", await leagues), ("Preview", preview), ("Moves", moves));
    }

    private static async Task<IResult> DoRollOverAsync(Desk desk, string board, string window)
    {
        Fields form = await desk.FormAsync();
        if (form["period"] is not { Length: > 0 } period) // else whichever runs would be ended
            return await RollOverAsync(desk, board, window, Changed(""));
        // The service compares: between a look of this page's and the end another operator's could come.
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/{window}/rollover", query: [("period", period), ("reason", form["reason"])]);
        if (answer.IsGood)
            return Desk.Done($"/boards/{Uri.EscapeDataString(board)}/{Uri.EscapeDataString(window)}/history", "rolled-over");
        return await RollOverAsync(desk, board, window, answer.Problem == "stale-period" ? Changed(answer.Detail) : desk.Refused(answer));

        Notice Changed(string detail) => new(false, $"{desk.Speech["not-done"]} {desk.Speech["period-changed"]}", detail, StatusCodes.Status409Conflict);
    }

    // Whoever took the last row away of the last page goes on with the page before it, and is not told that there is nobody.
    private static async Task<(Answer Page, int Offset)> RowsAsync(Desk desk, FormattableString path, string rows, string? offset)
    {
        Answer page = await PageAsync(offset);
        if (At(offset) == 0 || !page.IsGood || page.Json[rows].Items.Count > 0)
            return (page, At(offset));
        string last = ((long)Math.Max(0, (page.Json.Number("total") ?? 0) - 1) / Rows * Rows).ToString(CultureInfo.InvariantCulture);
        return (await PageAsync(last), At(last));

        Task<Answer> PageAsync(string? from) => desk.GetAsync(ServiceNames.Leaderboard, path, ("limit", $"{Rows}"), ("offset", Offset(from)));
    }

    private static string OnPage(string offset) => Offset(offset) is { } at ? $"?offset={at}" : "";

    private static Notice? Missing(Desk desk, Answer page) => page.Status is 404 or 400 ? new Notice(false, desk.Speech["nothing-here"], page.Detail, 404) : null;

    private static int At(string? offset) => int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out int at) ? at : 0;

    private static string? Offset(string? offset) => At(offset) is > 0 and var at ? at.ToString(CultureInfo.InvariantCulture) : null;
}
