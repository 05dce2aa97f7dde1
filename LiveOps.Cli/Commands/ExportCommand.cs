using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Exporting;
using LiveOps.Cli.Shell;
using LiveOps.Tables;

namespace LiveOps.Cli.Commands;

/// <summary>Boards, leagues' history, a player, the audit, as files.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "The file; it has its name when it is whole. Else the output.", HelpName = "file" };
    private static readonly Option<string?> Format = new Option<string?>("--format", "-f") { Description = "csv, ndjson or parquet; else what the file's name says, else csv." }.AcceptOnlyFromAmong("csv", "ndjson", "parquet");
    private static readonly Argument<string> BoardName = Arguments.Text<string>("board", "Which board."), League = Arguments.Text<string>("league", "Which league."), Player = Arguments.Text<string>("player", "Whose.");
    private static readonly Option<string> Window = Arguments.Window("all");
    private static readonly Option<string?> Period = new("--period") { Description = "A closed period, such as 2026-11-20; else the one that runs." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the audit." };
    private static readonly Option<ServiceName?> Service = new("--service") { Description = "Of one service alone." };
    private static readonly (Option<string?> Option, string Name)[] Filters = [.. new[] { ("player", "Of one player."), ("board", "Of one board."), ("operator", "Of one operator."), ("kind", "Of one kind, or action."), ("from", "From this time on."), ("to", "Before this time.") }
        .Select(filter => (new Option<string?>("--" + filter.Item1) { Description = filter.Item2 }, filter.Item1))];

    public static Command Make(Terminal terminal)
    {
        var audit = new ToolCommand("audit", "Who did what, of all services. Operator.", "liveops export audit --kind policy", "liveops export audit --player ada --out audit.ndjson") { Service, Out, Format };
        foreach ((Option<string?> option, _) in Filters)
            audit.Add(option);
        return new Command("export", "Writes a board, a league's history, a player or the audit as CSV, NDJSON or Parquet.")
        {
            new ToolCommand("board", "All of a board's window, or of a closed period, best first.", "liveops export board arena", "liveops export board arena --window all --out arena.parquet") { BoardName, Window, Period, Out, Format }
                .Does(terminal, BoardAsync),
            new ToolCommand("league", "A league's past seasons.", "liveops export league arena --out seasons.csv") { League, Out, Format }
                .Does(terminal, async (parsed, session, cancellation) =>
                {
                    using Api api = session.NewApi();
                    return await WriteAsync(parsed, session, LeagueTable.Make(api, parsed.GetValue(League)!), 0, cancellation);
                }),
            new ToolCommand("player", "Everything that all services know of a player, a value a row; with --json the document as it is. Operator.", "liveops export player ada --reason \"asked for by mail\" --json") { Player, Reason, Out, Format }
                .Does(terminal, PlayerAsync),
            audit.Does(terminal, AuditAsync),
        };
    }

    private static async Task<int> BoardAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        long total = 0;
        ExportTable table = BoardTable.Make(api, parsed.GetValue(BoardName)!, parsed.GetValue(Window)!, parsed.GetValue(Period), known => total = known);
        return await WriteAsync(parsed, session, table, () => total, cancellation);
    }

    private static async Task<int> PlayerAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        string player = parsed.GetValue(Player)!, reason = parsed.GetValue(Reason) is { } said ? "?reason=" + Uri.EscapeDataString(said) : "";
        ApiAnswer answer = await api.GetAsync(ServiceName.Progression, $"/v1/players/{Uri.EscapeDataString(player)}/export{reason}", cancellation, asOperator: true);
        if (!session.IsJson)
            return await WriteAsync(parsed, session, PlayerTable.Make(player, answer.Json), 0, cancellation);
        if (parsed.GetValue(Out) is { } path)
            await File.WriteAllTextAsync(path, answer.JsonObject, cancellation);
        else
            session.Terminal.Out.WriteLine(answer.JsonObject);
        return ExitCode.Ok;
    }

    private static async Task<int> AuditAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        string query = string.Join('&', Filters.Where(filter => parsed.GetValue(filter.Option) is not null).Select(filter => $"{filter.Name}={Uri.EscapeDataString(parsed.GetValue(filter.Option)!)}"));
        IEnumerable<ServiceName> services = parsed.GetValue(Service) is { } one ? [one] : Enum.GetValues<ServiceName>();
        return await WriteAsync(parsed, session, AuditTable.Make(api, services, query), 0, cancellation);
    }

    private static Task<int> WriteAsync(ParseResult parsed, Session session, ExportTable table, long total, CancellationToken cancellation) => WriteAsync(parsed, session, table, () => total, cancellation);

    private static async Task<int> WriteAsync(ParseResult parsed, Session session, ExportTable table, Func<long> total, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(Out);
        TableFormat format = session.IsJson && path is null ? TableFormat.Ndjson : ExportFile.FormatOf(parsed.GetValue(Format), path);
        long rows = 0;
        await new Meter(session.Terminal, "exporting", () => (rows, total() > 0 ? (double)rows / total() : 0))
            .ShowAsync(() => ExportFile.WriteAsync(session.Terminal, path, format, table, count => rows = count, cancellation));
        if (path is not null && session.IsJson)
            JsonText.Write(session.Terminal, new { file = path, rows });
        else if (path is not null)
            session.Note($"{rows} rows in {path}");
        return ExitCode.Ok;
    }
}
