using System.Globalization;
using System.Text;
using LiveOps.Console.Differences;
using LiveOps.Console.Forms;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Policies;

/// <summary>Documents with versions: what is in force, edited as JSON, checked, compared, tried, scheduled, rolled back.</summary>
internal static class PolicyEndpoints
{
    // A document's at most, as services have it.
    private const int MostBytes = 1 << 20;

    // Matches none: of a form that does not say what it was compared with.
    private const string NoVersion = "\"\"";

    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/policies", ListAsync);
        routes.MapGet("/policies/{name}", async (Desk desk, string name) => PolicyOwners.Of(name) is { } service ? await EditAsync(desk, service, name, null, null) : NothingHere.Page(desk));
        routes.MapPost("/policies/{name}", TryAsync);
        routes.MapGet("/policies/{name}/versions", (Desk desk, string name, string? after = null) => VersionsAsync(desk, name, after, null));
        routes.MapGet("/policies/{name}/versions/{number}", (Desk desk, string name, string number) => VersionAsync(desk, name, number, null));
        routes.MapPost("/policies/{name}/versions/{number}", RollBackAsync).Takes(OperatorRole.Operator);
        routes.MapPost("/policies/{name}/scheduled/{number}", CallOffAsync).Takes(OperatorRole.Operator);
    }

    private static async Task<IResult> ListAsync(Desk desk) => desk.Page<PoliciesPage>(
        null, ("Services", (IReadOnlyList<(string, Answer)>)await Task.WhenAll(ServiceNames.All.Select(async service => (service, await desk.GetAsync(service, $"/v1/policies"))))));

    private static async Task<IResult> EditAsync(Desk desk, string service, string name, Draft? draft, Notice? notice)
    {
        Task<Answer> inForce = desk.GetAsync(service, $"/v1/policies/{name}", ("comments", "true"));
        Task<Answer> scheduled = desk.GetAsync(service, $"/v1/policies/{name}/scheduled"), schema = SchemaAsync(desk, service, name);
        await Task.WhenAll(inForce, scheduled, schema);
        Answer now = await inForce;
        if (draft is { Asked: "diff" } && now.IsGood) // whoever has seen how it differs from what is in force may save over that
            draft = draft with { Difference = TextDiff.Of(now.Text, draft.Text), ETag = now.ETag };
        draft ??= new Draft(now.Text, now.ETag);
        return desk.Page<PolicyPage>(notice, ("Name", name), ("Service", service), ("InForce", now), ("Scheduled", await scheduled), ("Draft", draft), ("Form", SchemaForm.Of((await schema).Json, draft.Text)));
    }

    private static Task<Answer> SchemaAsync(Desk desk, string service, string name) => desk.GetAsync(service, $"/v1/policies/{name}/schema");

    // What was typed into fields stands in the text from then on, which goes the way of any text.
    private static async Task<(Draft Draft, Notice? Refused)> ReadAsync(Desk desk, string service, string name)
    {
        Fields form = await desk.FormAsync();
        var draft = new Draft(form.Raw("text"), form["etag"], form["do"] is { Length: > 0 } what ? what : "validate", form["reason"], form["effectiveAt"]) { ByFields = form["by"] == "fields" };
        if (!draft.ByFields || Encoding.UTF8.GetByteCount(draft.Text) > MostBytes)
            return (draft, null);
        Answer schema = await SchemaAsync(desk, service, name);
        return SchemaForm.Of(schema.Json, draft.Text) is { } fields ? (draft with { Text = SchemaForm.Apply(fields, draft.Text, form) }, null) : (draft, desk.Refused(schema));
    }

    // Whatever is asked of the text, the page comes back with it as it was typed.
    private static async Task<IResult> TryAsync(Desk desk, string name)
    {
        if (PolicyOwners.Of(name) is not { } service)
            return NothingHere.Page(desk);
        (Draft draft, Notice? refused) = await ReadAsync(desk, service, name);
        (string asked, string effectiveAt) = (draft.Asked, EffectiveAt(draft.EffectiveAt));
        if (asked is "save" or "dry-run" && desk.Who!.Role < OperatorRole.Operator)
            return Gate.Refuse(desk, OperatorRole.Operator);
        if (Encoding.UTF8.GetByteCount(draft.Text) > MostBytes) // no service takes it, and to compare it costs
            return await EditAsync(desk, service, name, draft with { Asked = "validate" }, desk.Wrong("too-large") with { Status = StatusCodes.Status413PayloadTooLarge });
        if (refused is not null)
            return await EditAsync(desk, service, name, draft with { Asked = "validate" }, refused);
        Answer answer;
        switch (asked)
        {
            case "diff":
                return await EditAsync(desk, service, name, draft, null);
            case "dry-run":
                answer = await desk.ChangeAsync(HttpMethod.Post, service, $"/v1/policies/{name}/dry-run", draft.Text, ServiceClients.LongPatience, query: ("effectiveAt", effectiveAt));
                break;
            case "save":
                answer = await desk.ChangeAsync(HttpMethod.Put, service, $"/v1/policies/{name}", draft.Text, ifMatch: draft.ETag, query: [("reason", draft.Reason), ("effectiveAt", effectiveAt)]);
                if (answer.IsGood)
                    return Desk.Done($"/policies/{name}", answer.Json.IsTrue("inForce") ? "in-force" : "scheduled");
                break;
            default:
                answer = await desk.ChangeAsync(HttpMethod.Post, service, $"/v1/policies/{name}/validate", draft.Text, query: ("effectiveAt", effectiveAt));
                break;
        }

        return await EditAsync(desk, service, name, draft with { Result = answer }, answer.IsGood ? new Notice(true, desk.Speech[asked == "dry-run" ? "dry-run.done" : "valid"]) : Refused(desk, answer));
    }

    private static Notice Refused(Desk desk, Answer answer) =>
        answer.Problem == "invalid-policy" ? desk.Refused(answer) with { Text = desk.Speech["faulty"] }
        : answer.Status == StatusCodes.Status412PreconditionFailed ? desk.Refused(answer) with { Text = desk.Speech["compare-first"] } : desk.Refused(answer);

    private static async Task<IResult> VersionsAsync(Desk desk, string name, string? after, Notice? notice)
    {
        if (PolicyOwners.Of(name) is not { } service)
            return NothingHere.Page(desk);
        Answer versions = await desk.GetAsync(service, $"/v1/policies/{name}/versions", ("after", after));
        return desk.Page<VersionsPage>(notice, ("Name", name), ("Service", service), ("Versions", versions));
    }

    private static async Task<IResult> VersionAsync(Desk desk, string name, string number, Notice? notice)
    {
        if (PolicyOwners.Of(name) is not { } service)
            return NothingHere.Page(desk);
        Task<Answer> version = desk.GetAsync(service, $"/v1/policies/{name}/versions/{number}");
        Task<Answer> inForce = desk.GetAsync(service, $"/v1/policies/{name}");
        await Task.WhenAll(version, inForce);
        Answer one = await version, now = await inForce;
        if (one.Status is 404 or 400)
            return NothingHere.Page(desk, one.Detail.Length > 0 ? one.Detail : null);
        IReadOnlyList<DiffLine> difference = one.IsGood && now.IsGood ? TextDiff.Of(now.Json.Pretty(), one.Json["document"].Pretty()) : [];
        return desk.Page<VersionPage>(notice, ("Name", name), ("Service", service), ("Version", one), ("Difference", difference), ("InForce", now.ETag));
    }

    // Over the version that the page compared with: another that came meanwhile was not seen.
    private static async Task<IResult> RollBackAsync(Desk desk, string name, string number)
    {
        if (PolicyOwners.Of(name) is not { } service)
            return NothingHere.Page(desk);
        Fields form = await desk.FormAsync();
        Answer answer = await desk.ChangeAsync(HttpMethod.Post, service, $"/v1/policies/{name}/rollback", ifMatch: form["etag"] is { Length: > 0 } seen ? seen : NoVersion, query: [("version", number), ("reason", form["reason"])]);
        return answer.IsGood ? Desk.Done($"/policies/{name}", "rolled-back") : await VersionAsync(desk, name, number, desk.Refused(answer));
    }

    private static async Task<IResult> CallOffAsync(Desk desk, string name, string number)
    {
        if (PolicyOwners.Of(name) is not { } service)
            return NothingHere.Page(desk);
        Fields form = await desk.FormAsync();
        Answer answer = await desk.ChangeAsync(HttpMethod.Delete, service, $"/v1/policies/{name}/scheduled/{number}", query: ("reason", form["reason"]));
        return answer.IsGood ? Desk.Done($"/policies/{name}", "called-off") : await EditAsync(desk, service, name, null, desk.Refused(answer));
    }

    // A browser's own field says minutes, without a zone: they are UTC's, and the page says so.
    private static string EffectiveAt(string text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : text;
}
