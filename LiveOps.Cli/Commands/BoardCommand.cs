using System.CommandLine;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using Spectre.Console;

namespace LiveOps.Cli.Commands;

/// <summary>A board as a table, or which boards there are.</summary>
internal static class BoardCommand
{
    private static readonly Argument<string?> Board = Arguments.Text<string?>("board", "Which; without it, all boards are listed.", isOptional: true);
    private static readonly Option<string> Window = Arguments.Window("daily");
    private static readonly Option<int> Limit = Arguments.Number("--limit", "How many rows.", 20, 1, 1000), Offset = Arguments.Number("--offset", "How many to pass over.", 0, 0, int.MaxValue);
    private static readonly Option<string?> Around = new("--around") { Description = "The rows around this player." };
    private static readonly Option<string?> Period = new("--period") { Description = "A closed period, such as 2026-11-20." };
    private static readonly Option<bool> Follow = new("--follow") { Description = "Show it again as it changes, until Ctrl+C." };
    private static readonly Option<int> Every = Arguments.Number("--every", "Seconds between two looks.", 2, 1, 3600);

    public static Command Make(Terminal terminal) => new ToolCommand(
        "board",
        "Shows a board, best first; without a name, which boards there are.",
        "liveops board",
        "liveops board arena --window all --limit 10",
        "liveops board arena --around ada") { Board, Window, Limit, Offset, Around, Period, Follow, Every }.Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        string path = Path(parsed);
        if (parsed.GetValue(Follow))
        {
            return await Following.RunAsync(session.Terminal, TimeSpan.FromSeconds(parsed.GetValue(Every)), async () =>
            {
                ApiAnswer now = await api.GetAsync(ServiceName.Leaderboard, path, cancellation);
                return (now.Text, session.IsJson ? new Text(now.JsonObject) : Draw(session.Terminal, now.Json));
            }, cancellation);
        }

        ApiAnswer answer = await api.GetAsync(ServiceName.Leaderboard, path, cancellation);
        if (session.IsJson)
            session.Terminal.Out.WriteLine(answer.JsonObject);
        else
            session.Terminal.Drawing().Write(Draw(session.Terminal, answer.Json));
        return ExitCode.Ok;
    }

    private static string Path(ParseResult parsed)
    {
        if (parsed.GetValue(Board) is not { } board)
            return FormattableString.Invariant($"/v1/leaderboards?limit={parsed.GetValue(Limit)}&offset={parsed.GetValue(Offset)}");
        string path = $"/v1/leaderboards/{Uri.EscapeDataString(board)}/{parsed.GetValue(Window)}{(parsed.GetValue(Period) is { } period ? "/history/" + Uri.EscapeDataString(period) : "")}";
        return parsed.GetValue(Around) is { } player
            ? FormattableString.Invariant($"{path}/players/{Uri.EscapeDataString(player)}/around?limit={parsed.GetValue(Limit)}")
            : FormattableString.Invariant($"{path}?limit={parsed.GetValue(Limit)}&offset={parsed.GetValue(Offset)}");
    }

    private static Table Draw(Terminal terminal, JsonElement json)
    {
        if (json.TryGetProperty("boards", out JsonElement boards))
        {
            var list = new TextTable(terminal.IsOutSeen, "board", "operator", "order", "window", "period", "players#");
            foreach (JsonElement board in boards.EnumerateArray())
            {
                foreach (JsonElement window in board.GetProperty("windows").EnumerateArray())
                    list.Add(board.GetProperty("board"), board.GetProperty("operator"), board.GetProperty("order"), window.GetProperty("window"), window.GetProperty("period"), window.GetProperty("total"));
            }

            return list.Drawn;
        }

        var table = new TextTable(terminal.IsOutSeen, "rank#", "player", "score#", "achieved at");
        foreach (JsonElement entry in json.GetProperty("entries").EnumerateArray())
            table.Add(entry.GetProperty("rank"), entry.GetProperty("playerId"), entry.GetProperty("score"), entry.GetProperty("achievedAt"));
        if (terminal.IsOutSeen && json.TryGetProperty("total", out JsonElement total))
            table.Drawn.Caption = new TableTitle(Markup.Escape(PlainText.Of($"{json.GetProperty("period")}, {total} players{(json.GetProperty("closesAt").ValueKind == JsonValueKind.String ? $", until {json.GetProperty("closesAt")}" : "")}")));
        return table.Drawn;
    }
}
