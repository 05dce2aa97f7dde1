using System.Text.Json;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Webhooks;

/// <summary>Webhooks: where notices go, what became of them, and what is done about it.</summary>
internal static class WebhookEndpoints
{
    private const string Stale = "stale-webhook";

    /// <summary>What a delivery may have become, by the service's words.</summary>
    public static readonly string[] Statuses = ["pending", "delivered", "failed"];

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/webhooks", (Desk desk) => ListAsync(desk, null, new WebhookDraft()));
        routes.MapPost("/webhooks", MakeAsync).Takes(OperatorRole.Operator);
        routes.MapGet("/webhooks/{id}", (Desk desk, string id, string? status = null, string? subject = null, string? after = null) => OneAsync(desk, id, null, null, "", status, subject, after));
        routes.MapPost("/webhooks/{id}/change", ChangeAsync).Takes(OperatorRole.Operator);
        routes.MapPost("/webhooks/{id}/rotate", RotateAsync).Takes(OperatorRole.Operator);
        routes.MapPost("/webhooks/{id}/delete", DeleteAsync).Takes(OperatorRole.Operator);
        routes.MapPost("/webhooks/{id}/resend", ResendAsync).Takes(OperatorRole.Operator);
    }

    private static async Task<IResult> ListAsync(Desk desk, Notice? notice, WebhookDraft draft) =>
        desk.Page<WebhooksPage>(notice, ("Hooks", await desk.GetAsync(ServiceNames.Gateway, $"/v1/webhooks")), ("Draft", draft));

    private static async Task<IResult> OneAsync(Desk desk, string id, Notice? notice, WebhookDraft? draft, string secret = "", string? status = null, string? subject = null, string? after = null, bool isOfNow = false, string chosen = "")
    {
        string wanted = Statuses.Contains(status) ? status! : "", about = subject?.Trim() ?? "";
        Task<Answer> hook = desk.GetAsync(ServiceNames.Gateway, $"/v1/webhooks/{id}");
        Task<Answer> deliveries = desk.GetAsync(ServiceNames.Gateway, $"/v1/webhooks/{id}/deliveries", ("status", wanted), ("subject", about), ("after", after), ("limit", "50"));
        Answer found = await hook;
        if (isOfNow)
            draft = draft is null ? null : draft with { ETag = found.ETag };
        if (notice is null && found.Status is 404 or 400)
            notice = new Notice(false, desk.Speech["nothing-here"], found.Detail, 404);
        Answer page = await deliveries;
        return desk.Page<WebhookPage>(
            notice, ("Id", id), ("Hook", found), ("Deliveries", page), ("List", await WithAsync(desk, id, page, chosen)), ("Draft", draft ?? WebhookDraft.Of(id, found)), ("Secret", secret), ("Status", wanted), ("Subject", about),
            ("After", after ?? ""));
    }

    // One that was chosen is tried again, whatever the list shows by then. Of a service that is away nobody knows more than its id.
    private static async Task<IReadOnlyList<Part>> WithAsync(Desk desk, string id, Answer page, string chosen)
    {
        IReadOnlyList<Part> listed = page.Json["deliveries"].Items;
        if (chosen.Length == 0 || listed.Any(one => one.Text("id") == chosen))
            return listed;
        Answer found = await desk.GetAsync(ServiceNames.Gateway, $"/v1/webhooks/{id}/deliveries/{chosen}");
        return found.IsGood ? [found.Json, .. listed] : found.IsDown ? [new Part(JsonSerializer.SerializeToElement(new { id = chosen })), .. listed] : listed;
    }

    // One that is there already would be changed by this call: so it is asked for first. Its secret is told in this page, and in no other.
    private static async Task<IResult> MakeAsync(Desk desk)
    {
        WebhookDraft draft = WebhookDraft.Of(await desk.FormAsync());
        Answer before = await desk.GetAsync(ServiceNames.Gateway, $"/v1/webhooks/{draft.Id}");
        if (before.IsGood)
            return await ListAsync(desk, new Notice(false, desk.Speech["not-done"], desk.Speech["webhook-is-there"], StatusCodes.Status409Conflict), draft);
        if (before.Problem != "unknown-webhook")
            return await ListAsync(desk, draft.Id.Length == 0 ? desk.Wrong("webhook-needs-id") : desk.Refused(before), draft);
        Answer made = await desk.ChangeAsync(HttpMethod.Put, ServiceNames.Gateway, $"/v1/webhooks/{draft.Id}", draft.ToBody());
        if (!made.IsGood)
            return await ListAsync(desk, desk.Refused(made), draft);
        return made.Status == StatusCodes.Status201Created
            ? await OneAsync(desk, draft.Id, new Notice(true, desk.Speech["webhook-made"]), null, made.Json.Text("secret"))
            : await ListAsync(desk, new Notice(false, desk.Speech["webhook-is-there"], desk.Speech["webhook-was-changed"], StatusCodes.Status409Conflict), draft); // made by another since
    }

    private static async Task<IResult> ChangeAsync(Desk desk, string id)
    {
        WebhookDraft draft = WebhookDraft.Of(await desk.FormAsync());
        Answer before = await desk.GetAsync(ServiceNames.Gateway, $"/v1/webhooks/{id}");
        if (!before.IsGood) // else it would be made anew
            return await OneAsync(desk, id, desk.Refused(before), draft);
        Answer answer = await desk.ChangeAsync(HttpMethod.Put, ServiceNames.Gateway, $"/v1/webhooks/{id}", draft.ToBody(), ifMatch: Seen(draft.ETag));
        if (answer.Problem == Stale)
            return await ChangedAsync(desk, id, answer, draft);
        if (answer.IsGood && answer.Status == StatusCodes.Status201Created) // deleted by another since: the one that is made has a secret to be told
            return await OneAsync(desk, id, new Notice(true, desk.Speech["webhook-made"]), null, answer.Json.Text("secret"));
        return answer.IsGood ? Desk.Done(PathOf(id), "webhook-changed") : await OneAsync(desk, id, desk.Refused(answer), draft);
    }

    private static async Task<IResult> RotateAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        if (!int.TryParse(form["overlap"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int overlap))
            return await OneAsync(desk, id, desk.Wrong("not-a-number"), null);
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Gateway, $"/v1/webhooks/{id}/rotate", new { overlapSeconds = overlap, reason = form["reason"] }, ifMatch: Seen(form["etag"]));
        if (answer.Problem == Stale)
            return await ChangedAsync(desk, id, answer, null);
        return answer.IsGood ? await OneAsync(desk, id, new Notice(true, desk.Speech["webhook-rotated"]), null, answer.Json.Text("secret")) : await OneAsync(desk, id, desk.Refused(answer), null);
    }

    // What was typed stands beside what it is by now, and is sent for that the next time.
    private static Task<IResult> ChangedAsync(Desk desk, string id, Answer answer, WebhookDraft? draft) =>
        OneAsync(desk, id, new Notice(false, $"{desk.Speech["not-done"]} {desk.Speech["webhook-changed-meanwhile"]}", answer.Detail, answer.Status), draft, isOfNow: true);

    // A gateway of a version before has none.
    private static string? Seen(string etag) => etag.Length > 0 ? etag : null;

    private static async Task<IResult> DeleteAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        if (form["typed"] != id)
            return await OneAsync(desk, id, desk.Wrong("webhook-typed-otherwise"), null);
        Answer answer = await desk.ChangeAsync(HttpMethod.Delete, ServiceNames.Gateway, $"/v1/webhooks/{id}", query: ("reason", form["reason"]));
        return answer.IsGood ? Desk.Done("/webhooks", "webhook-deleted") : await OneAsync(desk, id, desk.Refused(answer), null);
    }

    private static async Task<IResult> ResendAsync(Desk desk, string id)
    {
        Fields form = await desk.FormAsync();
        string delivery = form["delivery"];
        if (delivery.Length == 0)
            return await SentAsync(desk, id, desk.Wrong("choose-delivery"), form);
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, ServiceNames.Gateway, $"/v1/webhooks/{id}/deliveries/{delivery}/resend", query: ("reason", form["reason"]));
        return answer.IsGood ? Desk.Done(PathOf(id), "webhook-resent") : await SentAsync(desk, id, desk.Refused(answer), form);
    }

    // What was shown is shown again: the same part of the list, with what was chosen in it.
    private static Task<IResult> SentAsync(Desk desk, string id, Notice notice, Fields form) =>
        OneAsync(desk, id, notice, null, "", form["status"], form["subject"], form["after"], chosen: form["delivery"]);

    private static string PathOf(string id) => $"/webhooks/{Uri.EscapeDataString(id)}";
}
