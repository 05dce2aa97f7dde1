using System.Text.Json;
using LiveOps.ServiceDefaults.Operators;
using static LiveOps.Tests.Console.Walks.ConsoleField;

namespace LiveOps.Tests.Console.Walks;

/// <content>Documents and webhooks.</content>
internal static partial class ConsoleActions
{
    // The leagues' document, with a remark that is markup.
    private static IEnumerable<ConsoleAction> OfDocuments(Stage stage)
    {
        const string Page = "/policies/leagues", Api = "/v1/policies/leagues", Then = "2099-01-01T10:00";
        string remark = $"// {stage.League}: {Stage.Hostile} </textarea>";
        foreach ((string what, string shows) in new[] { ("validate", "main [role=status]"), ("diff", ".added, ins"), ("dry-run", "main [role=status]") })
            yield return Do(what, what == "dry-run" ? OperatorRole.Operator : OperatorRole.Viewer, null, Type("text", "{number}")) with { Shows = shows };
        yield return Do("validate", OperatorRole.Viewer, null) with { IsLast = false, Number = null }; // by its fields, as they stand
        yield return Do("save", OperatorRole.Operator, () => SeenAsync(stage, remark), Type("text", "{number}"), Reason) with { Done = "in-force" };
        yield return Do("save", OperatorRole.Operator, () => ComingAsync(true), Type("text", "{number}"), Reason, Type("effectiveAt", Then)) with { Done = "scheduled" };
        yield return new("/policies/{name}/scheduled/{number}", "", OperatorRole.Operator, Page, Page + "/scheduled/{number}", () => ComingAsync(false), Reason)
        {
            Number = () => VersionAsync(stage, "/scheduled", "scheduled", IsThen),
            Done = "called-off",
        };
        yield return new(
            "/policies/{name}/versions/{number}", "", OperatorRole.Operator, Page + "/versions/{number}", Page + "/versions/{number}",
            () => stage.System.EventuallyAsync("leaderboard", Api + "/versions", all => all.GetProperty("versions").EnumerateArray().Any(version => version.TryGetProperty("restores", out _))), Reason)
        {
            Number = () => VersionAsync(stage, "/versions", "versions", version => version.GetProperty("status").GetString() == "past"),
            Done = "rolled-back",
        };

        ConsoleAction Do(string what, OperatorRole role, Func<Task>? seen, params ConsoleField[] fields) =>
            new("/policies/{name}", what, role, Page, Page, seen, fields) { IsLast = true, Number = async () => await TextAsync(stage) + "\n" + remark };

        bool IsThen(JsonElement version) => version.GetProperty("effectiveAt").GetString()!.StartsWith(Then, StringComparison.Ordinal);

        async Task ComingAsync(bool expected) => await stage.System.EventuallyAsync("leaderboard", Api + "/scheduled", all => all.GetProperty("scheduled").EnumerateArray().Any(IsThen) == expected);
    }

    private static async Task<string> TextAsync(Stage stage)
    {
        using HttpResponseMessage document = await stage.System.CallAsync(HttpMethod.Get, "leaderboard", "/v1/policies/leagues?comments=true");
        return await document.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static async Task SeenAsync(Stage stage, string remark)
    {
        for (var patience = new Patience(); !(await TextAsync(stage)).Contains(remark, StringComparison.Ordinal); await Task.Delay(20))
            Assert.False(patience.IsOver, "the document stays as it was");
    }

    private static async Task<string> VersionAsync(Stage stage, string path, string list, Func<JsonElement, bool> which) => (await stage.System.EventuallyAsync(
        "leaderboard", "/v1/policies/leagues" + path, all => all.GetProperty(list).EnumerateArray().Any(which))).GetProperty(list).EnumerateArray().First(which).GetProperty("version").GetRawText().Trim('"');

    private static IEnumerable<ConsoleAction> OfWebhooks(Stage stage)
    {
        string hook = $"{stage.Hook}-2", page = $"/webhooks/{hook}", api = $"/v1/webhooks/{hook}";
        string again = "";
        int before = 0;
        yield return new(
            "/webhooks", "", OperatorRole.Operator, "/webhooks", "/webhooks", () => stage.System.EventuallyAsync("gateway", api, one => one.GetProperty("description").GetString() == Stage.Hostile),
            Type("id", hook), Type("url", "https://notices.example.invalid/made"), Tick("type", "player.flagged"), Type("description", Stage.Hostile), Reason)
        {
            Shows = "#secret",
        };
        yield return Act("rotate", () => stage.System.EventuallyAsync("gateway", api, one => one.GetProperty("secrets").GetArrayLength() == 2), Pick("overlap", "3600"), Reason) with { Shows = "#secret" };
        yield return Act("resend", TriedAgainAsync, Tick("delivery", "{number}"), Reason) with { Number = DeliveryAsync, Done = "webhook-resent" };
        yield return Act(
            "change", () => stage.System.EventuallyAsync("gateway", api, one => one.GetProperty("url").GetString() == "https://notices.example.invalid/changed"),
            Type("url", "https://notices.example.invalid/changed"), Reason) with
        {
            Done = "webhook-changed",
        };
        yield return Act("delete", () => stage.System.GoneAsync("gateway", api), Type("typed", hook), Reason) with { Done = "webhook-deleted" };

        ConsoleAction Act(string what, Func<Task> seen, params ConsoleField[] fields) => new($"/webhooks/{{id}}/{what}", "", OperatorRole.Operator, page, $"{page}/{what}", seen, fields);

        async Task<string> DeliveryAsync()
        {
            JsonElement delivery = await stage.TellAsync(hook);
            (again, before) = (delivery.GetProperty("id").GetString()!, delivery.GetProperty("attempts").GetInt32());
            return again;
        }

        async Task TriedAgainAsync()
        {
            await stage.System.EventuallyAsync("gateway", $"{api}/deliveries/{again}", one => one.GetProperty("attempts").GetInt32() > before);
            await stage.System.EventuallyAsync(
                "gateway", "/v1/audit?limit=500", audit => audit.GetProperty("entries").EnumerateArray().Any(entry => entry.GetProperty("action").GetString() == "resend" && entry.GetRawText().Contains(hook, StringComparison.Ordinal)));
        }
    }
}
