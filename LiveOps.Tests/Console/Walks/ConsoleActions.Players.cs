using System.Text.Json;
using LiveOps.ServiceDefaults.Operators;
using static LiveOps.Tests.Console.Walks.ConsoleField;

namespace LiveOps.Tests.Console.Walks;

/// <content>What is done about a player.</content>
internal static partial class ConsoleActions
{
    private static IEnumerable<ConsoleAction> OfPlayers(Stage stage)
    {
        string player = stage.Player(1), page = stage.PlayerPath(1);
        yield return Act("block", () => StandsAsync("blocked", Stage.Hostile), Pick("duration", "PT1H"), Reason) with { Done = "blocked" };
        yield return Act("unblock", () => StandsAsync("ok", null), Reason) with { Done = "unblocked" };
        yield return Act("hide", () => HiddenAsync(stage, player, true), Reason) with { Done = "hidden" };
        yield return Act("show", () => HiddenAsync(stage, player, false), Reason) with { Done = "shown" };
        yield return Act(
            "revoke-keys", () => stage.System.EventuallyAsync(
                "fairness", $"/v1/audit?player={player}&kind=revoke-keys", audit => audit.GetProperty("entries").EnumerateArray().Any(entry => entry.GetProperty("reason").GetString() == Stage.Hostile)), Reason) with
        {
            Done = "keys-revoked",
        };
        yield return Act("notes", () => NotesAsync(Stage.Hostile, Stage.Earlier), Type("text", Stage.Hostile)) with { Done = "noted" };
        yield return Act("notes/delete", () => NotesAsync(Stage.Earlier), Reason) with { Done = "note-deleted" }; // the newest is the first
        yield return Act(
            "grant", () => stage.System.EventuallyAsync("progression", $"/v1/players/{player}", one => one.GetProperty("xp").GetInt64() == 300 && one.GetProperty("items").GetProperty("sword").GetInt64() == 2),
            Type("xp", "50"), Type("item", "sword"), Type("quantity", "2"), Type("reward", "medal"), Reason) with
        {
            Role = OperatorRole.Operator,
            Done = "granted",
        };
        yield return Act("receipt", null, Type("receipt", "{number}")) with { Role = OperatorRole.Viewer, Number = ClaimAsync, Shows = "p.good[role=status]" };

        ConsoleAction Act(string what, Func<Task>? seen, params ConsoleField[] fields) => new($"/players/{{id}}/{what}", "", OperatorRole.Moderator, page, $"{page}/{what}", seen, fields);

        async Task StandsAsync(string status, string? reason) => await stage.System.EventuallyAsync("fairness", $"/v1/players/{player}/standing", standing =>
            standing.GetProperty("status").GetString() == status && (reason is null || standing.GetProperty("reason").GetString() == reason));

        async Task NotesAsync(params string[] expected) => await stage.System.EventuallyAsync(
            "progression", $"/v1/players/{player}/notes", all => all.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("text").GetString()).SequenceEqual(expected));

        // What was granted is claimed by the player: their receipt.
        async Task<string> ClaimAsync()
        {
            using HttpResponseMessage claimed = await stage.System.SignAsync("progression", $"/v1/players/{player}/rewards/medal/claim", "");
            string body = await claimed.Content.ReadAsStringAsync();
            Assert.True(claimed.IsSuccessStatusCode, body);
            return JsonDocument.Parse(body).RootElement.GetProperty("receipt").GetString()!;
        }
    }

    private static async Task HiddenAsync(Stage stage, string player, bool expected) => await stage.System.EventuallyAsync(
        "leaderboard", "/v1/leaderboards/hidden?limit=1000", hidden => hidden.GetProperty("hidden").EnumerateArray().Any(one => one.GetProperty("playerId").GetString() == player) == expected);

    private static IEnumerable<ConsoleAction> AtLast(Stage stage)
    {
        string page = stage.PlayerPath(1);
        yield return new(
            "/players/{id}/export", "", OperatorRole.Admin, page, $"{page}/export",
            () => stage.System.EventuallyAsync("progression", $"/v1/audit?player={stage.Player(1)}&kind=export", audit => audit.GetProperty("entries").GetArrayLength() > 0), Reason)
        {
            Downloads = true,
        };
        yield return new(
            "/players/{id}/erase", "", OperatorRole.Admin, page, $"{page}/erase", () => stage.System.GoneAsync("progression", $"/v1/players/{stage.Player(1)}"), Type("typed", stage.Player(1)), Reason)
        {
            Done = "erased",
        };
    }
}
