using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.DeadLetters;

/// <summary>What services could not apply: read, given to them again, forgotten; several at once, as far as one request goes.</summary>
internal static class LetterEndpoints
{
    /// <summary>How many are done at once: what a page may ask, less what it asks to be shown again.</summary>
    public const int Most = Desk.MostCalls - 2;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dead-letters", (Desk desk, string? service = null, string? after = null) => PageAsync(desk, service, after, null));
        routes.MapPost("/dead-letters", ActAsync).Takes(OperatorRole.Operator);
        routes.MapGet("/dead-letters/{service}/{id}", OneAsync);
    }

    private static async Task<IResult> PageAsync(Desk desk, string? service, string? after, Notice? notice)
    {
        if (!ServiceNames.Has(service))
            return NothingHere.Page(desk);
        string asked = Named(service);
        Answer letters = await desk.GetAsync(asked, $"/v1/dead-letters", ("after", after), ("limit", $"{Most}"));
        return desk.Page<LettersPage>(notice, ("Service", asked), ("Letters", letters), ("After", after ?? ""));
    }

    private static async Task<IResult> OneAsync(Desk desk, string service, string id)
    {
        if (!ServiceNames.All.Contains(service))
            return NothingHere.Page(desk);
        Answer letter = await desk.GetAsync(service, $"/v1/dead-letters/{id}");
        return desk.Page<LetterPage>(letter.Status == 404 ? new Notice(false, desk.Speech["nothing-here"], letter.Detail, 404) : null, ("Service", service), ("Letter", letter));
    }

    // One after the other: what was done before one that failed is done, and is said.
    private static async Task<IResult> ActAsync(Desk desk)
    {
        Fields form = await desk.FormAsync();
        if (!ServiceNames.Has(form["service"]))
            return NothingHere.Page(desk);
        string service = Named(form["service"]);
        IReadOnlyList<string> ids = form.All("id");
        if (ids.Count is 0 or > Most || form["do"].Length == 0)
            return await PageAsync(desk, service, form["after"], desk.Wrong(ids.Count is 0 or > Most ? "choose-letters" : "choose-act"));
        int done = 0;
        foreach (string id in ids)
        {
            Answer answer = form["do"] switch
            {
                "replay" => await desk.ChangeAsync(HttpMethod.Post, service, $"/v1/dead-letters/{id}/replay", query: ("reason", form["reason"])),
                "forget" => await desk.ChangeAsync(HttpMethod.Delete, service, $"/v1/dead-letters/{id}", query: ("reason", form["reason"])),
                _ => new Answer { Status = StatusCodes.Status400BadRequest },
            };
            if (!answer.IsGood)
            {
                Notice refused = desk.Refused(answer);
                return await PageAsync(desk, service, form["after"], refused with { Text = desk.Speech.Say("letters.stopped", done, ids.Count) });
            }

            done++;
        }

        return Desk.Done($"/dead-letters?service={service}", form["do"] == "replay" ? "replayed" : "forgotten");
    }

    private static string Named(string? service) => ServiceNames.All.Contains(service) ? service! : ServiceNames.Fairness;
}
