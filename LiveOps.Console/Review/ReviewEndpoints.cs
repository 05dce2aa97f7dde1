using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Review;

/// <summary>What is held against players: cases by severity, one of them with what was seen, and what is decided about it.</summary>
internal static class ReviewEndpoints
{
    /// <summary>The statuses of a case, by the service's words.</summary>
    public static readonly string[] Statuses = ["open", "watched", "blocked", "cleared"];

    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/review", PageAsync);
        routes.MapGet("/review/{id}", (Desk desk, string id) => CaseAsync(desk, id, null));
        routes.MapPost("/review/{id}/decide", DecideAsync).Takes(OperatorRole.Moderator);
        routes.MapPost("/review/{id}/undo", UndoAsync).Takes(OperatorRole.Moderator);
    }

    private static async Task<IResult> PageAsync(Desk desk, string? player = null, string? status = null, string? cursor = null, string? after = null)
    {
        string who = player?.Trim() ?? "", wanted = Statuses.Contains(status) ? status! : who.Length == 0 ? "open" : "";
        Task<Answer> cases = desk.GetAsync(ServiceNames.Fairness, $"/v1/reviews", ("player", who), ("status", wanted), ("after", cursor), ("limit", "50"));
        Task<Answer> flags = desk.GetAsync(ServiceNames.Fairness, $"/v1/flags", ("player", who), ("after", after), ("limit", "50"));
        return desk.Page<ReviewPage>(null, ("Cases", await cases), ("Flagged", await flags), ("Player", who), ("Status", wanted));
    }

    private static async Task<IResult> CaseAsync(Desk desk, string id, Notice? notice)
    {
        Answer one = await desk.GetAsync(ServiceNames.Fairness, $"/v1/reviews/{id}");
        return one.Status is 400 or 404 ? NothingHere.Page(desk, one.Detail.Length > 0 ? one.Detail : null) : desk.Page<CasePage>(notice, ("Id", id), ("Case", one));
    }

    // By the version that was shown: where somebody was faster the service says who, and the page shows the case as it is now.
    private static async Task<IResult> DecideAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        string decision = form["do"];
        if (decision.Length == 0)
            return await CaseAsync(desk, id, desk.Wrong("choose-act"));
        long? seconds = decision == "block" && long.TryParse(form["seconds"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long length) ? length : null;
        var body = new Dictionary<string, object> { ["decision"] = decision, ["reason"] = form["reason"] };
        if (seconds is { } so)
            body["seconds"] = so;
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Fairness, $"/v1/reviews/{id}/decisions", body, ifMatch: form["version"]);
        return answer.IsGood ? Desk.Done(PathOf(id), $"case-{decision}") : await CaseAsync(desk, id, desk.Refused(answer));
    }

    private static async Task<IResult> UndoAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Fairness, $"/v1/reviews/{id}/undo", new { reason = form["reason"] }, ifMatch: form["version"]);
        return answer.IsGood ? Desk.Done(PathOf(id), "case-undone") : await CaseAsync(desk, id, desk.Refused(answer));
    }

    private static string PathOf(string id) => $"/review/{Uri.EscapeDataString(id)}";
}
