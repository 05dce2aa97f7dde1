using System.Globalization;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Players;

/// <summary>Players: found by their id, all that is known of one on a page, and what is done about them.</summary>
internal static class PlayerEndpoints
{
    public static void MapPlayers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/players", FindAsync);
        routes.MapGet("/players/{id}", (Desk desk, string id) => PlayerAsync(desk, id, null));
        routes.MapPost("/players/{id}/block", (Desk desk, string id) => ActAsync(desk, id, BlockAsync, "blocked")).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/unblock", (Desk desk, string id) => ActAsync(desk, id, UnblockAsync, "unblocked")).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/hide", (Desk desk, string id) => ActAsync(desk, id, HideAsync, "hidden")).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/show", (Desk desk, string id) => ActAsync(desk, id, ShowAsync, "shown")).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/revoke-keys", (Desk desk, string id) => ActAsync(desk, id, RevokeAsync, "keys-revoked")).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/receipt", VerifyAsync).Takes(OperatorRole.Viewer);
        routes.MapPost("/players/{id}/notes", AddNoteAsync).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/notes/delete", (Desk desk, string id) => ActAsync(desk, id, DeleteNoteAsync, "note-deleted")).Takes(OperatorRole.Moderator);
        routes.MapPost("/players/{id}/grant", GrantAsync).Takes(OperatorRole.Operator);
        routes.MapPost("/players/{id}/export", ExportAsync).Takes(OperatorRole.Admin);
        routes.MapPost("/players/{id}/erase", EraseAsync).Takes(OperatorRole.Admin);
    }

    private static string PathOf(string id) => $"/players/{Uri.EscapeDataString(id)}";

    private static async Task<IResult> FindAsync(Desk desk, string? prefix = null, string? after = null, string? id = null)
    {
        if (id?.Trim() is { Length: > 0 } known)
            return TypedResults.Redirect(PathOf(known)); // as links of before have it
        string sought = prefix?.Trim() ?? "";
        Answer? found = sought.Length == 0 ? null : await desk.GetAsync(ServiceNames.Progression, $"/v1/players", ("prefix", sought), ("after", after), ("limit", "50"));
        return desk.Page<FindPage>(found?.Status == 400 ? desk.Refused(found) with { Text = desk.Speech["no-such-id"] } : null, ("Prefix", sought), ("Found", found));
    }

    private static async Task<IResult> PlayerAsync(Desk desk, string id, Notice? notice, GrantDraft? grant = null, string note = "", string receipt = "", Answer? verified = null, bool isStale = false)
    {
        Task<Answer> progress = desk.GetAsync(ServiceNames.Progression, $"/v1/players/{id}");
        Task<Answer> rewards = desk.GetAsync(ServiceNames.Progression, $"/v1/players/{id}/rewards");
        Task<Answer> ranks = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/players/{id}/ranks");
        Task<Answer> leagues = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/players/{id}/leagues");
        Task<Answer> notes = desk.GetAsync(ServiceNames.Progression, $"/v1/players/{id}/notes");
        Task<Answer> granted = desk.GetAsync(ServiceNames.Progression, $"/v1/audit", ("player", id), ("kind", "grant"), ("limit", "20"));
        Task<Answer> standing = desk.GetAsync(ServiceNames.Fairness, $"/v1/players/{id}/standing");
        Task<(string, Answer)>[] audit = [.. ServiceNames.All.Select(async service => (service, await desk.GetAsync(service, $"/v1/audit", ("player", id), ("limit", "20"))))];
        await Task.WhenAll([progress, rewards, ranks, leagues, notes, granted, standing, .. audit]);
        if (notice is null && (await standing).Status is 400 or 404)
            return NothingHere.Page(desk, desk.Speech["no-such-id"]);
        if (isStale)
            notice = Changed(desk, await standing, (await Task.WhenAll(audit)).Single(one => one.Item1 == ServiceNames.Fairness).Item2);
        return desk.Page<PlayerPage>(
            notice, ("Id", id), ("Progress", await progress), ("Rewards", await rewards), ("Ranks", await ranks), ("Leagues", await leagues), ("Standing", await standing),
            ("Audit", await Task.WhenAll(audit)), ("Grant", grant ?? GrantDraft.New()), ("Written", await notes), ("Note", note), ("Granted", await granted), ("Receipt", receipt), ("Verified", verified));
    }

    private static async Task<IResult> ActAsync(Desk desk, string id, Func<Desk, string, Fields, Task<Answer>> act, string done)
    {
        Answer answer = await act(desk, id, await desk.FormAsync());
        if (answer.IsGood)
            return Desk.Done(PathOf(id), done);
        return await PlayerAsync(desk, id, desk.Refused(answer), isStale: answer.Problem == "stale-standing");
    }

    // Who was faster, so that the two can talk.
    private static Notice Changed(Desk desk, Answer standing, Answer audit)
    {
        Part last = audit.Json["entries"].Items.FirstOrDefault(entry => entry.Text("kind") == "player" && entry.Text("action") is "block" or "lift");
        string by = last.Text("by"), why = last.Text("reason");
        string said = standing.Json.Text("status") == "blocked"
            ? desk.Speech.Say("standing-changed.blocked", standing.Json.Text("until"), by, why)
            : desk.Speech.Say("standing-changed.lifted", by, why);
        return new Notice(false, $"{desk.Speech["not-done"]} {said}", "", StatusCodes.Status409Conflict);
    }

    // The same words of the same operator within a minute are the same note: a button that was pressed twice.
    private static async Task<IResult> AddNoteAsync(Desk desk, string id, TimeProvider clock)
    {
        Fields form = await desk.FormAsync();
        Part newest = (await desk.GetAsync(ServiceNames.Progression, $"/v1/players/{id}/notes")).Json["notes"].Items is [var first, ..] ? first : default;
        if (newest.Text("by") == desk.Who!.Name && newest.Text("text") == form["text"] && clock.GetUtcNow() - newest.Time("at") < TimeSpan.FromMinutes(1))
            return Desk.Done(PathOf(id), "noted");
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Progression, $"/v1/players/{id}/notes", new { text = form["text"] });
        return answer.IsGood ? Desk.Done(PathOf(id), "noted") : await PlayerAsync(desk, id, desk.Refused(answer), note: form["text"]);
    }

    private static async Task<IResult> VerifyAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        return await PlayerAsync(desk, id, null, receipt: form["receipt"], verified: await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Progression, $"/v1/receipts/verify", new { receipt = form["receipt"] }));
    }

    private static Task<Answer> DeleteNoteAsync(Desk desk, string id, Fields form) =>
        desk.ChangeAsync(HttpMethod.Delete, ServiceNames.Progression, $"/v1/players/{id}/notes/{form["note"]}", query: ("reason", form["reason"]));

    private static Task<Answer> BlockAsync(Desk desk, string id, Fields form) =>
        desk.ChangeAsync(HttpMethod.Put, ServiceNames.Fairness, $"/v1/players/{id}/block", new { duration = form["duration"], reason = form["reason"] }, ifMatch: Seen(form));

    // None where the page could not show how the player stands.
    private static string? Seen(Fields form) => form["seen"] is { Length: > 0 } seen ? seen : null;

    private static Task<Answer> UnblockAsync(Desk desk, string id, Fields form) =>
        desk.ChangeAsync(HttpMethod.Post, ServiceNames.Fairness, $"/v1/players/unblock", new { playerId = id, reason = form["reason"] }, ifMatch: Seen(form));

    private static Task<Answer> HideAsync(Desk desk, string id, Fields form) =>
        desk.ChangeAsync(HttpMethod.Post, ServiceNames.Leaderboard, $"/v1/leaderboards/hide", new { playerId = id }, query: ("reason", form["reason"]));

    private static Task<Answer> ShowAsync(Desk desk, string id, Fields form) =>
        desk.ChangeAsync(HttpMethod.Post, ServiceNames.Leaderboard, $"/v1/leaderboards/show", new { playerId = id }, query: ("reason", form["reason"]));

    private static Task<Answer> RevokeAsync(Desk desk, string id, Fields form) =>
        desk.ChangeAsync(HttpMethod.Post, ServiceNames.Fairness, $"/v1/players/{id}/keys/revoke", query: ("reason", form["reason"]));

    // The grant's id was made with the page: sent twice it is one grant, also where nobody knows what became of the first.
    private static async Task<IResult> GrantAsync(Desk desk, string id)
    {
        var draft = GrantDraft.Of(await desk.FormAsync());
        var grant = new Dictionary<string, object> { ["id"] = draft.Id, ["reason"] = draft.Reason };
        if (!AddNumber(grant, "xp", draft.Xp))
            return await PlayerAsync(desk, id, desk.Wrong("not-a-number"), draft);
        if (draft.Item.Length == 0 && draft.Quantity.Length > 0) // what was typed is granted, or nothing is
            return await PlayerAsync(desk, id, desk.Wrong("which-item"), draft);
        if (draft.Item.Length > 0)
        {
            if (!long.TryParse(draft.Quantity, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long quantity))
                return await PlayerAsync(desk, id, desk.Wrong("not-a-number"), draft);
            grant["items"] = new Dictionary<string, long> { [draft.Item] = quantity };
        }

        if (draft.Reward.Length > 0)
            grant["reward"] = draft.Reward;
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Progression, $"/v1/players/{id}/grants", grant);
        return answer.IsGood ? Desk.Done(PathOf(id), "granted") : await PlayerAsync(desk, id, desk.Refused(answer), draft);
    }

    private static bool AddNumber(Dictionary<string, object> to, string name, string text)
    {
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return false;
        to[name] = number;
        return true;
    }

    // Kept here until all of it came: its name says whether it is all.
    private static async Task<IResult> ExportAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        Answer answer = await desk.ChangeAsync(HttpMethod.Get, ServiceNames.Progression, $"/v1/players/{id}/export", patience: ServiceClients.LongPatience, query: ("reason", form["reason"]));
        if (!answer.IsGood)
            return desk.Page<WhyPage>(desk.Refused(answer));
        bool isWhole = answer.Json["degraded"].Items.Count == 0 && answer.Json["cutShort"].Items.Count == 0;
        return TypedResults.File(answer.Body, "application/json", isWhole ? "player.json" : "player-incomplete.json");
    }

    private static async Task<IResult> EraseAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        if (form["typed"] != id)
            return await PlayerAsync(desk, id, desk.Wrong("typed-otherwise"));
        Answer answer = await desk.ChangeAsync(HttpMethod.Delete, ServiceNames.Progression, $"/v1/players/{id}", query: ("reason", form["reason"]));
        return answer.IsGood ? Desk.Done("/players", "erased") : await PlayerAsync(desk, id, desk.Refused(answer));
    }
}
