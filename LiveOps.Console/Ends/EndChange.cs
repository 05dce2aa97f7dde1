using System.Globalization;
using LiveOps.Console.Edits;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Ends;

/// <summary>
/// What runs is given another end: a new version of its document that says so, and nothing else.
/// <list type="number">
/// <item>what that does is shown first, and no other end is saved than the one whose effect was shown;</item>
/// <item>where somebody changed the document meanwhile nothing is done.</item>
/// </list>
/// </summary>
internal static class EndChange
{
    /// <summary>Asks for a document as it was written, with its comments.</summary>
    public static Task<Answer> DocumentAsync(Desk desk, string document) => desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/{document}", ("comments", "true"));

    /// <summary>How many versions of a document are still to come: whole documents, each with an end of its own.</summary>
    public static async Task<int> ToComeAsync(Desk desk, string document) => (await desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/{document}/scheduled")).Json["scheduled"].Items.Count;

    /// <summary>Tries or saves what was typed.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="document">The document's name.</param>
    /// <param name="find">Where a document says the end (RFC 6901); null where it does not.</param>
    /// <param name="page">The page with what was typed, and what is to be said of it.</param>
    /// <param name="done">What follows when it is saved.</param>
    public static async Task<IResult> TakeAsync(Desk desk, string document, Func<Part, string, string?> find, Func<EndDraft, Notice, Task<IResult>> page, Func<IResult> done)
    {
        Fields form = await desk.FormAsync();
        var draft = new EndDraft(form["of"], form["etag"], form["closesAt"], form["reason"]);
        if (!DateTime.TryParseExact(draft.ClosesAt, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime closes))
            return await page(draft, desk.Wrong("no-time"));
        Answer now = await DocumentAsync(desk, document);
        if (!now.IsGood)
            return await page(draft, desk.Refused(now));
        if (now.ETag != draft.ETag || find(now.Json, draft.Of) is not { } place) // 2
            return await page(draft with { ETag = now.ETag }, new Notice(false, desk.Speech["not-done"], desk.Speech["document-changed"], StatusCodes.Status409Conflict));
        string text = JsonEdit.Set(now.Text, place, JsonEdit.Quote(closes.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        if (form["do"] != "save" || form["tried"] != draft.ClosesAt) // 1
        {
            Answer tried = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Leaderboard, $"/v1/policies/{document}/dry-run", text, ServiceClients.LongPatience);
            return await page(draft with { Tried = tried }, tried.IsGood ? new Notice(true, desk.Speech["dry-run.done"]) : desk.Refused(tried));
        }

        Answer saved = await desk.ChangeAsync(HttpMethod.Put, ServiceNames.Leaderboard, $"/v1/policies/{document}", text, ifMatch: draft.ETag, query: ("reason", draft.Reason));
        if (saved.IsGood)
            return done();
        // What was shown stays there, where it still is what would be done.
        Answer? again = saved.Status == StatusCodes.Status412PreconditionFailed ? null : await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Leaderboard, $"/v1/policies/{document}/dry-run", text, ServiceClients.LongPatience);
        return await page(draft with { Tried = again }, desk.Refused(saved));
    }
}
