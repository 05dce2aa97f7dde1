using LiveOps.Console.Ends;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Boards;

/// <summary>A season that runs is extended or shortened, in the boards' document: <see cref="EndChange"/>.</summary>
internal static class SeasonEndpoints
{
    private const string Document = "boards";

    public static void MapSeasons(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/boards/{board}/seasonal/end", (Desk desk, string board) => PageAsync(desk, board, null, null)).Takes(OperatorRole.Operator);
        routes.MapPost("/boards/{board}/seasonal/end", (Desk desk, string board) => EndChange.TakeAsync(
            desk, Document, (document, season) => RunningSeason.Find(document, board, season)?.At, (draft, notice) => PageAsync(desk, board, draft, notice),
            () => Desk.Done($"/boards/{Uri.EscapeDataString(board)}/seasonal", "season-moved"))).Takes(OperatorRole.Operator);
    }

    private static async Task<IResult> PageAsync(Desk desk, string board, EndDraft? draft, Notice? notice)
    {
        Task<Answer> asked = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards/{board}/seasonal", ("limit", "1"));
        Task<int> toCome = EndChange.ToComeAsync(desk, Document);
        Answer document = await EndChange.DocumentAsync(desk, Document), page = await asked;
        if (page.Status is 404 or 400)
            return NothingHere.Page(desk, page.Detail);
        string season = draft?.Of ?? page.Json.Text("period");
        return desk.Page<SeasonPage>(
            notice, ("Board", board), ("Running", page), ("Document", document), ("Season", RunningSeason.Find(document.Json, board, season)),
            ("ToCome", await toCome), ("Draft", draft ?? new EndDraft(season, document.ETag)));
    }
}
