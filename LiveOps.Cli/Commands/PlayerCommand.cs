using System.CommandLine;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiveOps.Cli.Commands;

/// <summary>A player: progress, ranks, standing, rewards, leagues.</summary>
internal static class PlayerCommand
{
    private static readonly string[] Counted = ["bossKills", "items", "counters"];
    private static readonly Argument<string> Player = Arguments.Text<string>("player", "Who.");
    private static readonly Option<bool> Follow = new("--follow") { Description = "Show it again as it changes, until Ctrl+C." };
    private static readonly Option<int> Every = Arguments.Number("--every", "Seconds between two looks.", 2, 1, 3600);

    public static Command Make(Terminal terminal) => new ToolCommand(
        "player",
        "Shows a player: level, ranks, standing, rewards, leagues. What is down is named.",
        "liveops player ada",
        "liveops player ada --json") { Player, Follow, Every }.Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        string player = "/v1/players/" + Uri.EscapeDataString(parsed.GetValue(Player)!);
        if (parsed.GetValue(Follow))
        {
            return await Following.RunAsync(session.Terminal, TimeSpan.FromSeconds(parsed.GetValue(Every)), async () =>
            {
                string now = await LookAsync(api, player, cancellation);
                return (now, session.IsJson ? new Text(now) : new Spectre.Console.Rows(Draw(session.Terminal, JsonElement.Parse(now))));
            }, cancellation);
        }

        string text = await LookAsync(api, player, cancellation);
        if (session.IsJson)
        {
            session.Terminal.Out.WriteLine(text);
            return ExitCode.Ok;
        }

        foreach (IRenderable part in Draw(session.Terminal, JsonElement.Parse(text)))
            session.Terminal.Drawing().Write(part);
        return ExitCode.Ok;
    }

    // The summary stands whatever else is down; rewards and leagues are asked beside it.
    private static async Task<string> LookAsync(Api api, string player, CancellationToken cancellation)
    {
        Task<JsonElement?> rewards = PartAsync(ServiceName.Progression, "/rewards", "rewards"), leagues = PartAsync(ServiceName.Leaderboard, "/leagues", "leagues");
        JsonElement summary = (await api.GetAsync(ServiceName.Gateway, player + "/summary", cancellation)).Json;
        var all = summary.EnumerateObject().ToDictionary(member => member.Name, member => (JsonElement?)member.Value);
        all["rewards"] = await rewards;
        all["leagues"] = await leagues;
        return JsonText.Of(all);

        async Task<JsonElement?> PartAsync(ServiceName service, string path, string member)
        {
            try
            {
                ApiAnswer answer = await api.SendAsync(HttpMethod.Get, service, player + path, cancellation);
                return answer.IsSuccess && answer.Json.TryGetProperty(member, out JsonElement part) ? part : null;
            }
            catch (CliFault)
            {
                return null;
            }
        }
    }

    private static IEnumerable<IRenderable> Draw(Terminal terminal, JsonElement player)
    {
        bool isSeen = terminal.IsOutSeen;
        var facts = new TextTable(isSeen, "what", "is").Add("player", Text(player, "playerId"));
        foreach ((string part, string[] members) in new[] { ("progress", new[] { "level", "xp", "xpToNext", "updatedAt" }), ("standing", ["status", "until", "reason"]) })
        {
            if (!player.TryGetProperty(part, out JsonElement json) || json.ValueKind != JsonValueKind.Object)
                facts.Add(part, "none, or cannot be had now");
            else
                foreach (string member in members.Where(member => Text(json, member).Length > 0))
                    facts.Add(member, Text(json, member));
        }

        yield return facts.Drawn;
        yield return List(isSeen, player, "progress", ["counted", "name", "n#"], progress => Counted
            .SelectMany(kind => progress.TryGetProperty(kind, out JsonElement counts) ? counts.EnumerateObject().Select(one => new object?[] { kind, one.Name, one.Value }) : []));
        yield return List(isSeen, player, "ranks", ["board", "window", "period", "rank#", "score#"], ranks => Each(ranks, "board", "window", "period", "rank", "score"));
        yield return List(isSeen, player, "rewards", ["reward", "status", "granted at"], rewards => Each(rewards, "reward", "status", "grantedAt"));
        yield return List(isSeen, player, "leagues", ["league", "division", "cohort", "rank#", "zone", "score#"], leagues => Each(leagues, "league", "division", "cohort", "rank", "zone", "score"));
    }

    private static IRenderable List(bool isSeen, JsonElement player, string part, string[] columns, Func<JsonElement, IEnumerable<object?[]>> rows)
    {
        var table = new TextTable(isSeen, columns);
        if (player.TryGetProperty(part, out JsonElement json) && json.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            // Ranks may come in an object with their list in it.
            foreach (object?[] row in rows(json.ValueKind == JsonValueKind.Object && json.TryGetProperty(part, out JsonElement list) ? list : json))
                table.Add(row);
        }

        return table.Drawn.Rows.Count > 0 ? table.Drawn : Spectre.Console.Text.Empty;
    }

    private static IEnumerable<object?[]> Each(JsonElement list, params string[] members) =>
        list.ValueKind != JsonValueKind.Array ? [] : list.EnumerateArray().Select(one => members.Select(member => (object?)Text(one, member)).ToArray());

    private static string Text(JsonElement json, string member) => json.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
